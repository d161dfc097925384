package dev.hearth.wire.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.smithy.model.shapes.ShapeId;

/// A value of any structure or union: what the SDK would have a class of its own for.
public final class Structure implements SdkPojo {
  private final ShapeId shape;
  private final List<SdkField<?>> fields;
  private final Map<String, Object> values = new LinkedHashMap<>();

  Structure(ShapeId shape, List<SdkField<?>> fields) {
    this.shape = shape;
    this.fields = fields;
  }

  @Override
  public List<SdkField<?>> sdkFields() {
    return fields;
  }

  @Nullable Object get(String member) {
    return values.get(member);
  }

  void set(String member, @Nullable Object value) {
    if (value == null) {
      values.remove(member);
    } else {
      values.put(member, value);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Structure that
        && shape.equals(that.shape)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(shape, values);
  }

  @Override
  public String toString() {
    return shape.getName() + values;
  }
}
