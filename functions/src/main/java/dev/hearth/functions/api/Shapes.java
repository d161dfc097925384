package dev.hearth.functions.api;

import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// Lambda's model repeats one shape under many names (a function's configuration is the answer of
/// six operations); this copies between them.
public final class Shapes {
  private Shapes() {}

  /// Copies the members that both shapes have into `builder`.
  public static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
    var source =
        from.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::memberName, Function.identity()));
    for (var field : builder.sdkFields()) {
      var same = source.get(field.memberName());
      if (same != null && same.marshallingType().equals(field.marshallingType())) {
        set(field, builder, same.getValueOrDefault(from));
      }
    }
    return builder;
  }

  @SuppressWarnings("unchecked") // the SDK names members of one type alike in all of these shapes
  private static <T> void set(SdkField<T> field, SdkPojo builder, Object value) {
    field.set(builder, (T) value);
  }
}
