package dev.hearth.wire.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.JsonValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.LocationTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.Trait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait.AttributeAccessors;
import software.amazon.awssdk.utils.Pair;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.shapes.ListShape;
import software.amazon.smithy.model.shapes.MapShape;
import software.amazon.smithy.model.shapes.MemberShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.model.traits.MediaTypeTrait;
import software.amazon.smithy.model.traits.StreamingTrait;
import software.amazon.smithy.model.traits.XmlFlattenedTrait;
import software.amazon.smithy.model.traits.XmlNameTrait;
import software.amazon.smithy.model.traits.XmlNamespaceTrait;

/// Describes Smithy's structures as the SDK's generated classes describe theirs: a list of
/// [SdkField]s for each.
final class SmithyShapes {
  /// A structure is described otherwise where its members are bound to the parts of a message.
  private record Key(ShapeId shape, boolean message) {}

  private final Model model;
  private final SmithyNames names;
  private final Map<Key, List<SdkField<?>>> known = new HashMap<>();

  SmithyShapes(Model model, SmithyNames names) {
    this.model = model;
    this.names = names;
  }

  /// An empty value of an operation's input or output, or of an error.
  Structure message(ShapeId shape) {
    return new Structure(shape, fields(new Key(shape, names.bound())));
  }

  /// An empty value of a structure inside of another.
  Structure inner(ShapeId shape) {
    return new Structure(shape, fields(new Key(shape, false)));
  }

  private List<SdkField<?>> fields(Key key) {
    var fields = known.get(key);
    if (fields == null) {
      fields = new ArrayList<>();
      known.put(key, fields);
      var shape = model.expectShape(key.shape());
      for (var member : shape.members()) {
        // As in the SDK, content that streams is no member, nor is an exception's message.
        boolean message =
            shape.hasTrait("smithy.api#error")
                && member.getMemberName().equalsIgnoreCase("message");
        if (!message && !target(member).hasTrait(StreamingTrait.class)) {
          fields.add(field(member, names.of(member, key.message())));
        }
      }
    }
    return fields;
  }

  @SuppressWarnings("unchecked") // a member's value is of the type that its field is made with
  private <T> SdkField<T> field(MemberShape member, SmithyNames.Place place) {
    var target = target(member);
    var name = member.getMemberName();
    var traits = new ArrayList<Trait>();
    traits.add(
        LocationTrait.builder()
            .location(place.location())
            .locationName(place.name())
            .unmarshallLocationName(place.name())
            .build());
    if (place.payload()) {
      traits.add(PayloadTrait.create());
    }
    if (place.location() == MarshallLocation.HEADER && target.hasTrait(MediaTypeTrait.class)) {
      traits.add(JsonValueTrait.create());
    }
    if (member.hasTrait("smithy.api#xmlAttribute")) {
      traits.add(XmlAttributeTrait.create());
    }
    boolean flattened = member.hasTrait(XmlFlattenedTrait.class);
    switch (target) {
      case ListShape list -> traits.add(list(list, flattened));
      case MapShape map -> traits.add(map(map, flattened));
      default -> {}
    }
    var format = timestampFormat(member, target);
    if (format != null) {
      traits.add(TimestampFormatTrait.create(format));
    }
    var attributes = attributes(member, target);
    if (attributes != null) {
      traits.add(attributes);
    }
    return SdkField.builder((MarshallingType<T>) type(target))
        .memberName(name)
        .constructor(() -> inner(target.getId()))
        .getter(pojo -> (T) ((Structure) pojo).get(name))
        .setter((pojo, value) -> ((Structure) pojo).set(name, value))
        .traits(traits.toArray(Trait[]::new))
        .build();
  }

  private ListTrait list(ListShape list, boolean flattened) {
    return ListTrait.builder()
        .isFlattened(flattened)
        .memberLocationName(flattened ? null : xmlName(list.getMember()))
        .memberFieldInfo(field(list.getMember(), SmithyNames.Place.body("member")))
        .build();
  }

  private MapTrait map(MapShape map, boolean flattened) {
    return MapTrait.builder()
        .isFlattened(flattened)
        .keyLocationName(names.inMap(map.getKey()))
        .valueLocationName(names.inMap(map.getValue()))
        .valueFieldInfo(field(map.getValue(), SmithyNames.Place.body("value")))
        .build();
  }

  private static @Nullable String xmlName(MemberShape member) {
    return member.getTrait(XmlNameTrait.class).map(XmlNameTrait::getValue).orElse(null);
  }

  private @Nullable Format timestampFormat(MemberShape member, Shape target) {
    if (!target.isTimestampShape()) {
      return null;
    }
    var format =
        member.getMemberTrait(
            model, software.amazon.smithy.model.traits.TimestampFormatTrait.class);
    if (format.isEmpty()) {
      return null;
    }
    return switch (format.get().getFormat()) {
      case DATE_TIME -> Format.ISO_8601;
      case HTTP_DATE -> Format.RFC_822;
      case EPOCH_SECONDS -> Format.UNIX_TIMESTAMP;
      case UNKNOWN -> throw new IllegalStateException("format of " + member);
    };
  }

  /// What a structure's element has in its start tag.
  @SuppressWarnings({"unchecked", "rawtypes"}) // the SDK takes an array of a generic type
  private @Nullable XmlAttributesTrait attributes(MemberShape member, Shape target) {
    var pairs = new ArrayList<Pair<String, AttributeAccessors>>();
    for (var of : List.of(member, target)) {
      of.getTrait(XmlNamespaceTrait.class)
          .ifPresent(
              space ->
                  pairs.add(
                      attribute(
                          space.getPrefix().map(prefix -> "xmlns:" + prefix).orElse("xmlns"),
                          _ -> space.getUri())));
    }
    for (var inner : target.isStructureShape() ? target.members() : List.<MemberShape>of()) {
      if (inner.hasTrait("smithy.api#xmlAttribute")) {
        var name = inner.getMemberName();
        pairs.add(
            attribute(
                names.of(inner, false).name(), pojo -> (String) ((Structure) pojo).get(name)));
      }
    }
    return pairs.isEmpty() ? null : XmlAttributesTrait.create(pairs.toArray(new Pair[0]));
  }

  private static Pair<String, AttributeAccessors> attribute(
      String name, java.util.function.Function<Object, @Nullable String> getter) {
    return Pair.of(name, AttributeAccessors.builder().attributeGetter(getter).build());
  }

  Shape target(MemberShape member) {
    return model.expectShape(member.getTarget());
  }

  private static MarshallingType<?> type(Shape shape) {
    return switch (shape.getType()) {
      case STRING, ENUM -> MarshallingType.STRING;
      case INTEGER, INT_ENUM -> MarshallingType.INTEGER;
      case LONG -> MarshallingType.LONG;
      case SHORT -> MarshallingType.SHORT;
      case BYTE -> MarshallingType.BYTE;
      case FLOAT -> MarshallingType.FLOAT;
      case DOUBLE -> MarshallingType.DOUBLE;
      case BIG_DECIMAL -> MarshallingType.BIG_DECIMAL;
      case BOOLEAN -> MarshallingType.BOOLEAN;
      case BLOB -> MarshallingType.SDK_BYTES;
      case TIMESTAMP -> MarshallingType.INSTANT;
      case LIST, SET -> MarshallingType.LIST;
      case MAP -> MarshallingType.MAP;
      case STRUCTURE, UNION -> MarshallingType.SDK_POJO;
      case DOCUMENT -> MarshallingType.DOCUMENT;
      default -> throw new IllegalStateException("The SDK has no type for " + shape);
    };
  }
}
