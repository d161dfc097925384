package dev.hearth.wire.model;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/// Makes builders of SDK model classes that are known by name only.
final class Builders {
  private Builders() {}

  /// The public static method `builder()` of `modelClass`.
  static Supplier<SdkPojo> of(Class<?> modelClass) {
    try {
      Method builder = modelClass.getMethod("builder");
      return () -> invoke(builder);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("The index is of another SDK version", e);
    }
  }

  private static SdkPojo invoke(Method builder) {
    try {
      return (SdkPojo) builder.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
