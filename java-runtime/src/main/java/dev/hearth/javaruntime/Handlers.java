package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;

/// Finds the function that `package.Class::method` or `package.Class` names. Source: AWS Lambda
/// Developer Guide, "Define Lambda function handler in Java".
final class Handlers {
  private static final String INTERFACE_METHOD = "handleRequest";

  private final URLClassLoader loader;
  private final Serializers serializers;

  Handlers(URLClassLoader loader) {
    this.loader = loader;
    this.serializers = new Serializers(loader);
  }

  /// @throws Throwable what the function's own initialisation threw, or a [Fault]
  Handler find(String name) throws Throwable {
    int colons = name.indexOf("::");
    var type = load(colons < 0 ? name : name.substring(0, colons));
    var method = colons < 0 ? INTERFACE_METHOD : name.substring(colons + 2);
    if (method.equals(INTERFACE_METHOD)) {
      if (RequestStreamHandler.class.isAssignableFrom(type)) {
        var handler = (RequestStreamHandler) instance(type);
        return (event, context, answer) ->
            handler.handleRequest(new java.io.ByteArrayInputStream(event), answer, context);
      }
      var types = TypeArguments.of(type, RequestHandler.class);
      if (types != null) {
        return of((RequestHandler<?, ?>) instance(type), types);
      }
    }
    if (colons < 0) {
      throw Fault.handler(
          "Class " + type.getName() + " does not implement an appropriate handler interface", null);
    }
    return new MethodHandler(type, method, serializers, this).handler();
  }

  @SuppressWarnings("unchecked") // the serializer makes what the class says that it takes
  private Handler of(RequestHandler<?, ?> handler, java.lang.reflect.Type[] types) {
    var typed = (RequestHandler<Object, Object>) handler;
    return new ValueHandler(typed::handleRequest, types[0], types[1], serializers);
  }

  private Class<?> load(String name) throws Throwable {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw Fault.handler("Class not found: " + name, e);
    } catch (NoClassDefFoundError e) {
      throw Fault.handler("Error loading class " + name + ": " + e.getMessage(), e);
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /// @throws Throwable what the constructor threw, or a [Fault]
  Object instance(Class<?> type) throws Throwable {
    try {
      if (Modifier.isAbstract(type.getModifiers())) {
        throw Fault.handler(type.getName() + " is abstract and cannot be instantiated", null);
      }
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw Fault.handler(type.getName() + " has no public zero-argument constructor", e);
    } catch (IllegalAccessException | InstantiationException e) {
      throw Fault.handler(type.getName() + " cannot be instantiated: is it public?", e);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /// What takes an object and answers with one.
  @FunctionalInterface
  interface ValueFunction {
    @Nullable Object apply(@Nullable Object event, Context context) throws Throwable;
  }
}
