package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static final String ACCEPTED =
      HEAD + "Content-Length: 15\r\n\r\n" + "{\"status\":\"OK\"}";

  private static final String EVENT =
      "{\"text\":\"\\u00e4\",\"number\":1,\"items\":[{\"a\":1.5,\"b\":[true,null]}]}";

  private static final String NEXT =
      HEAD
          + "Lambda-Runtime-Aws-Request-Id: rehearsal\r\n"
          + "Lambda-Runtime-Deadline-Ms: 0\r\n"
          + "Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;Sampled=0\r\n"
          + "Content-Length: "
          + EVENT.length()
          + "\r\n\r\n"
          + EVENT;

  /// @param folder any that is there
  static void run(String folder) throws Throwable {
    var objects = OfObjects.class.getName();
    var names =
        List.of(
            OfMaps.class.getName(), objects + "::handle", objects + "::text", objects + "::fail");
    var log = new Log(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), Map.of());
    log.install();
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var platform = new Platform("127.0.0.1:" + listener.getLocalPort());
        var peer = listener.accept();
        var loader = FunctionLoader.of(folder)) {
      // All that the platform says, before it is asked: it is less than a socket holds.
      peer.getOutputStream().write((NEXT + (ACCEPTED + NEXT).repeat(names.size())).getBytes(UTF_8));
      var handlers = new Handlers(loader);
      var main = new Main(platform, Map.of(), log);
      var event = platform.get("/next");
      for (var name : names) {
        event = main.answer(handlers.find(name), event, "/" + name);
      }
    }
  }
}
