package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// A function from an object to an object.
final class ValueHandler implements Handler {
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private final Handlers.ValueFunction function;
  private final @Nullable PojoSerializer<Object> events;
  private final @Nullable PojoSerializer<Object> answers;

  /// @param event what it takes; `void` where it takes nothing
  /// @param answer what it answers; `void` where it answers nothing
  ValueHandler(Handlers.ValueFunction function, Type event, Type answer, Serializers serializers) {
    this.function = function;
    this.events = isNothing(event) ? null : serializers.of(event);
    this.answers = isNothing(answer) ? null : serializers.of(answer);
  }

  private static boolean isNothing(Type type) {
    return type == void.class || type == Void.class;
  }

  @Override
  public void handle(byte[] event, Context context, OutputStream answer) throws Throwable {
    var result = function.apply(parsed(event), context);
    if (result == null || answers == null) {
      answer.write(NULL);
      return;
    }
    try {
      answers.toJson(result, answer);
    } catch (RuntimeException e) {
      throw Fault.answer(e);
    }
  }

  private @Nullable Object parsed(byte[] event) throws IOException {
    if (events == null) {
      return null;
    }
    try (var in = new ByteArrayInputStream(event)) {
      return events.fromJson(in);
    } catch (RuntimeException e) {
      throw Fault.event(e);
    }
  }
}
