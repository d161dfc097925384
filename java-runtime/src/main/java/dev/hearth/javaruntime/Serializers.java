package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// How objects become JSON and JSON objects: AWS's own way, or the function's where it brings one.
/// Source: AWS Lambda Developer Guide, "Customize serialization for Lambda Java functions".
final class Serializers {
  private static final String SERVICE = "META-INF/services/" + CustomPojoSerializer.class.getName();

  private final ClassLoader loader;
  private final @Nullable CustomPojoSerializer custom;

  Serializers(URLClassLoader loader) {
    this.loader = loader;
    this.custom =
        loader.findResource(SERVICE) == null
            ? null
            : ServiceLoader.load(CustomPojoSerializer.class, loader).findFirst().orElse(null);
  }

  PojoSerializer<Object> of(Type type) {
    if (custom != null) {
      return new Custom(custom, type);
    }
    if (type instanceof Class<?>
        && LambdaEventSerializers.isLambdaSupportedEvent(((Class<?>) type).getName())) {
      return ofEvent((Class<?>) type);
    }
    return JacksonFactory.getInstance().getSerializer(type);
  }

  @SuppressWarnings("unchecked") // of Class<?> to Class<Object>: only objects of the class get here
  private PojoSerializer<Object> ofEvent(Class<?> type) {
    return LambdaEventSerializers.serializerFor((Class<Object>) type, loader);
  }

  private static final class Custom implements PojoSerializer<Object> {
    private final CustomPojoSerializer custom;
    private final Type type;

    Custom(CustomPojoSerializer custom, Type type) {
      this.custom = custom;
      this.type = type;
    }

    @Override
    public Object fromJson(InputStream input) {
      return custom.fromJson(input, type);
    }

    @Override
    public Object fromJson(String input) {
      return custom.fromJson(input, type);
    }

    @Override
    public void toJson(Object value, OutputStream output) {
      custom.toJson(value, output, type);
    }
  }
}
