package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs all that a first event would otherwise be the first to need, before the function is known:
/// what was loaded and linked by then costs no cold start.
final class Rehearsal {
  private Rehearsal() {}

  /// An event of every kind of member.
  public static final class Event {
    private String text = "";
    private int number;
    private List<Map<String, Object>> items = List.of();

    public String getText() {
      return text;
    }

    public void setText(String text) {
      this.text = text;
    }

    public int getNumber() {
      return number;
    }

    public void setNumber(int number) {
      this.number = number;
    }

    public List<Map<String, Object>> getItems() {
      return items;
    }

    public void setItems(List<Map<String, Object>> items) {
      this.items = items;
    }
  }

  /// From JSON to a map, and back.
  public static final class OfMaps
      implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
      context.getLogger().log(context.getAwsRequestId() + context.getRemainingTimeInMillis());
      return new TreeMap<>(event);
    }
  }

  /// The same with objects; a method like any.
  public static final class OfObjects {
    public Event handle(Event event) {
      return event;
    }

    public String text(Object event) {
      return "a text";
    }

    public void fail(Object event) {
      throw new IllegalStateException("rehearsed", new IOException("cause"));
    }
  }

  /// @param folder any that is there
  static void run(String folder) throws Throwable {
    var headers =
        Map.of("lambda-runtime-deadline-ms", "0", "lambda-runtime-aws-request-id", "rehearsal");
    var log = new Log(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), Map.of());
    var context = new InvocationContext(headers, Map.of(), log);
    log.install();
    var event =
        "{\"text\":\"\\u00e4\",\"number\":1,\"items\":[{\"a\":1.5,\"b\":[true,null]}]}"
            .getBytes(UTF_8);
    try (var loader = FunctionLoader.of(folder)) {
      var handlers = new Handlers(loader);
      var objects = OfObjects.class.getName();
      for (var name :
          List.of(
              OfMaps.class.getName(),
              objects + "::handle",
              objects + "::text",
              objects + "::fail")) {
        var answer = new ByteArrayOutputStream();
        try {
          handlers.find(name).handle(event, context, answer);
        } catch (IllegalStateException e) {
          log.failure(e);
          answer.write(Json.bytes(ErrorDocument.of(e)));
        }
      }
    }
  }
}
