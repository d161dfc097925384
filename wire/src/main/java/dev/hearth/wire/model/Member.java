package dev.hearth.wire.model;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.JsonValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// A member of a structure, or what a list or a map holds. It says what the codecs need of an
/// [SdkField], worked out once.
public final class Member {
  private final SdkField<?> field;
  private final MarshallingKnownType type;
  private final boolean payload;
  private final boolean jsonValue;
  private final boolean attribute;
  private final @Nullable XmlAttributesTrait attributes;
  private final @Nullable Format timestampFormat;
  private final boolean flattened;
  private final @Nullable String elementName;
  private final @Nullable String keyName;
  private final @Nullable String valueName;
  private final @Nullable Member element;
  private volatile @Nullable Shape shape;

  Member(SdkField<?> field) {
    this.field = field;
    this.type = field.marshallingType().getKnownType();
    this.payload = field.containsTrait(PayloadTrait.class);
    this.jsonValue = field.containsTrait(JsonValueTrait.class);
    this.attribute = field.containsTrait(XmlAttributeTrait.class);
    this.attributes = field.getTrait(XmlAttributesTrait.class);
    var timestamp = field.getTrait(TimestampFormatTrait.class);
    this.timestampFormat = timestamp == null ? null : timestamp.format();
    var list = field.getTrait(ListTrait.class);
    var map = field.getTrait(MapTrait.class);
    this.flattened = list != null ? list.isFlattened() : map != null && map.isFlattened();
    this.elementName = list == null ? null : list.memberLocationName();
    this.keyName = map == null ? null : map.keyLocationName();
    this.valueName = map == null ? null : map.valueLocationName();
    this.element =
        list != null
            ? new Member(list.memberFieldInfo())
            : map != null ? new Member(map.valueFieldInfo()) : null;
  }

  /// The name in the model, such as `FunctionName`; what lists and maps hold has none of its own.
  public String modelName() {
    return field.memberName() == null ? field.locationName() : field.memberName();
  }

  /// The name in requests and in JSON.
  public String name() {
    return field.locationName();
  }

  /// The name in XML answers.
  public String answerName() {
    return field.unmarshallLocationName();
  }

  public MarshallLocation location() {
    return field.location();
  }

  public MarshallingKnownType type() {
    return type;
  }

  /// Whether it is the whole body.
  public boolean isPayload() {
    return payload;
  }

  /// Whether it is JSON in a string, which headers carry in Base64.
  public boolean isJsonValue() {
    return jsonValue;
  }

  /// Whether it is an attribute of the XML element of its structure.
  public boolean isAttribute() {
    return attribute;
  }

  /// The attributes that XML puts on this structure's element; null for none.
  public @Nullable XmlAttributesTrait attributes() {
    return attributes;
  }

  /// How a timestamp is written, where the model says so.
  public Format timestampFormat(Format otherwise) {
    return timestampFormat == null ? otherwise : timestampFormat;
  }

  /// Whether XML and queries put the elements where others put a list around them.
  public boolean isFlattened() {
    return flattened;
  }

  /// What XML and queries call an element of a list; null where the model gives no name.
  public @Nullable String elementName() {
    return elementName;
  }

  /// What XML and queries call an entry's key.
  public String keyName() {
    return keyName == null ? "key" : keyName;
  }

  /// What XML and queries call an entry's value.
  public String valueName() {
    return valueName == null ? "value" : valueName;
  }

  /// What a list or a map holds.
  ///
  /// @throws NullPointerException for members of other types
  public Member element() {
    return Objects.requireNonNull(element, "Neither a list nor a map");
  }

  /// The shape of a structure.
  public Shape shape() {
    var known = shape;
    if (known == null) {
      shape = known = Shape.of(newBuilder());
    }
    return known;
  }

  /// A new builder of a structure.
  public SdkPojo newBuilder() {
    Supplier<SdkPojo> constructor = field.constructor();
    return constructor.get();
  }

  /// The value in `pojo`, or null where it has none; the SDK gives lists and maps that were never
  /// set an empty one of its own, which is absent on the wire.
  public @Nullable Object get(SdkPojo pojo) {
    var value = field.getValueOrDefault(pojo);
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
        ? null
        : value;
  }

  public void set(SdkPojo builder, @Nullable Object value) {
    field.set(builder, value);
  }

  @Override
  public String toString() {
    return modelName();
  }
}
