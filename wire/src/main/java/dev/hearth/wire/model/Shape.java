package dev.hearth.wire.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.utils.builder.Buildable;

/// A structure: the members that the SDK's class of it describes, sorted by where they travel. It
/// is computed once for each class.
public final class Shape {
  private static final Map<Fields, Shape> SHAPES = new ConcurrentHashMap<>();

  /// A builder and what it builds share one list of fields, so the list stands for the class.
  private record Fields(List<SdkField<?>> list) {
    @Override
    @SuppressWarnings("ReferenceEquality") // comparing the fields themselves would be slow
    public boolean equals(@Nullable Object other) {
      return other instanceof Fields that && list == that.list;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(list);
    }
  }

  private final String name;
  private final List<Member> members = new ArrayList<>();
  private final List<Member> body = new ArrayList<>();
  private final List<Member> bound = new ArrayList<>();
  private final Map<String, Member> byName = new HashMap<>();
  private final Map<String, Member> boundByName = new HashMap<>();
  private final @Nullable Member payload;

  private Shape(SdkPojo pojo) {
    var type = pojo.getClass();
    this.name =
        type.getSimpleName().equals("BuilderImpl") && type.getEnclosingClass() != null
            ? type.getEnclosingClass().getSimpleName()
            : type.getSimpleName();
    Member whole = null;
    for (var field : pojo.sdkFields()) {
      var member = new Member(field);
      members.add(member);
      if (member.isPayload()) {
        whole = member;
      } else if (member.location() == MarshallLocation.PAYLOAD) {
        body.add(member);
        byName.put(member.name(), member);
        byName.putIfAbsent(member.answerName(), member);
      } else {
        bound.add(member);
        boundByName.put(member.modelName(), member);
      }
    }
    this.payload = whole;
  }

  /// The shape of a model object or of its builder.
  public static Shape of(SdkPojo pojo) {
    var fields = new Fields(pojo.sdkFields());
    var known = SHAPES.get(fields);
    return known != null ? known : SHAPES.computeIfAbsent(fields, _ -> new Shape(pojo));
  }

  /// What `builder` builds.
  public static SdkPojo build(SdkPojo builder) {
    return builder instanceof Buildable buildable ? (SdkPojo) buildable.build() : builder;
  }

  /// The simple name of the SDK's model class, such as `CreateFunctionRequest`.
  public String name() {
    return name;
  }

  public List<Member> members() {
    return members;
  }

  /// The members that a body holds, one beside the other.
  public List<Member> body() {
    return body;
  }

  /// The members that travel in labels, query parameters, headers or the status.
  public List<Member> bound() {
    return bound;
  }

  /// The member that is the whole body; null where the body holds [#body].
  public @Nullable Member payload() {
    return payload;
  }

  /// The body's member of this name on the wire, or null.
  public @Nullable Member member(String nameOnWire) {
    return byName.get(nameOnWire);
  }

  /// As [#member], or the member of this name in the model that travels outside of the body.
  public @Nullable Member anywhere(String name) {
    var inBody = byName.get(name);
    return inBody != null ? inBody : boundByName.get(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
