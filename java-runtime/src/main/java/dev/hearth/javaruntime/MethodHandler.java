package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A function that is any public method: of an event, of streams, each with the context or without.
final class MethodHandler {
  private final Class<?> type;
  private final String name;
  private final Serializers serializers;
  private final Handlers handlers;

  MethodHandler(Class<?> type, String name, Serializers serializers, Handlers handlers) {
    this.type = type;
    this.name = name;
    this.serializers = serializers;
    this.handlers = handlers;
  }

  /// @throws Throwable what the constructor threw, or a [Fault]
  Handler handler() throws Throwable {
    var method = find();
    var target = Modifier.isStatic(method.getModifiers()) ? null : handlers.instance(type);
    method.setAccessible(true); // the class may not be public, though the method is
    var parameters = method.getParameterTypes();
    boolean context = endsWithContext(parameters);
    if (takesStreams(parameters)) {
      return (event, given, answer) -> {
        var in = new ByteArrayInputStream(event);
        call(method, target, context ? args(in, answer, given) : args(in, answer));
      };
    }
    int events = parameters.length - (context ? 1 : 0);
    return new ValueHandler(
        (event, given) ->
            call(
                method,
                target,
                events == 0
                    ? (context ? args(given) : args())
                    : (context ? args(event, given) : args(event))),
        events == 0 ? void.class : method.getGenericParameterTypes()[0],
        method.getGenericReturnType(),
        serializers);
  }

  private static @Nullable Object[] args(@Nullable Object... values) {
    return values;
  }

  private static @Nullable Object call(
      Method method, @Nullable Object target, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /// Of several, the one with the most parameters; the one with the context of as many.
  private Method find() {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge() && fits(method))
        .max(
            Comparator.comparingInt(Method::getParameterCount)
                .thenComparing(method -> endsWithContext(method.getParameterTypes())))
        .orElseThrow(
            () ->
                Fault.handler(
                    "No public method named "
                        + name
                        + " with appropriate method signature found on class "
                        + type.getName(),
                    null));
  }

  private static boolean fits(Method method) {
    var parameters = method.getParameterTypes();
    if (takesStreams(parameters)) {
      return parameters.length == 2 || (parameters.length == 3 && endsWithContext(parameters));
    }
    return parameters.length < 2 || (parameters.length == 2 && endsWithContext(parameters));
  }

  private static boolean takesStreams(Class<?>[] parameters) {
    return parameters.length >= 2
        && parameters[0].equals(InputStream.class)
        && parameters[1].equals(OutputStream.class);
  }

  private static boolean endsWithContext(Class<?>[] parameters) {
    return parameters.length > 0 && parameters[parameters.length - 1].equals(Context.class);
  }
}
