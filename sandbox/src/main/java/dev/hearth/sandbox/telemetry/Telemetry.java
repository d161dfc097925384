package dev.hearth.sandbox.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One sandbox's log on its way out, and to the extensions inside that subscribed to it.
///
/// Extensions may subscribe during the initialisation and get what there was before they did. Where
/// none has, nothing is kept, and a line costs no more than without this.
public final class Telemetry implements LogSink, AutoCloseable {
  /// What is kept of the initialisation for subscribers to come, in events and in characters.
  private static final int MAX_EARLY = 1000;

  private static final long MAX_EARLY_CHARACTERS = 256 * 1024;

  private final LogSink sink;
  private final boolean jsonLines;
  private final Sockets sockets;
  private final InstantSource clock;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable List<Early> early = new ArrayList<>(); // guarded by this; null when it is over
  private long earlyCharacters; // guarded by this
  private volatile boolean open = true;

  private record Early(String kind, Supplier<String> event) {}

  /// @param sink where everything goes in any case
  /// @param jsonLines whether lines that are JSON objects are told as such, not as text
  /// @param sockets reach into the sandbox
  public Telemetry(LogSink sink, boolean jsonLines, Sockets sockets, InstantSource clock) {
    this.sink = sink;
    this.jsonLines = jsonLines;
    this.sockets = sockets;
    this.clock = clock;
  }

  /// Of a sandbox that nothing is known of yet.
  public static Telemetry silent(InstantSource clock) {
    var nothing =
        new Telemetry(
            (_, _) -> {},
            false,
            () -> {
              throw new IOException("there is no sandbox");
            },
            clock);
    nothing.endSubscriptions();
    return nothing;
  }

  @Override
  public void accept(Instant time, String line) {
    sink.accept(time, line);
    line(time, "function", line);
  }

  @Override
  public void extension(Instant time, String line) {
    sink.extension(time, line);
    line(time, "extension", line);
  }

  @Override
  public void platform(Instant time, PlatformEvent event) {
    sink.platform(time, event);
    tell(time, event);
  }

  /// Tells subscribers alone: the log knows already.
  public void tell(Instant time, PlatformEvent event) {
    if (open) {
      offer("platform", 256, () -> EventJson.of(time, event));
    }
  }

  private void line(Instant time, String type, String line) {
    if (open) {
      offer(type, line.length(), () -> EventJson.of(time, type, record(line)));
    }
  }

  private JsonNode record(String line) {
    if (jsonLines && line.startsWith("{")) {
      try {
        return EventJson.JSON.readTree(line);
      } catch (IOException _) {
        return TextNode.valueOf(line); // it only looked like JSON
      }
    }
    return TextNode.valueOf(line);
  }

  /// @param size about, in characters
  /// @param event made only where somebody wants it
  private void offer(String kind, int size, Supplier<String> event) {
    synchronized (this) {
      if (early != null
          && early.size() < MAX_EARLY
          && earlyCharacters + size <= MAX_EARLY_CHARACTERS) {
        early.add(new Early(kind, event));
        earlyCharacters += size;
      }
      String json = null;
      for (var subscriber : subscribers) {
        if (subscriber.wants(kind)) {
          json = json == null ? event.get() : json;
          subscriber.add(json);
        }
      }
    }
  }

  /// Delivers from now on what `subscription` asks for, in place of what the same extension asked
  /// for before.
  ///
  /// @param name the extension's
  /// @return false when the initialisation is over and it is too late
  public boolean subscribe(String name, Subscription subscription) {
    synchronized (this) {
      var before = early;
      if (before == null || !open) {
        return false;
      }
      subscribers.removeIf(former -> former.replacedBy(name));
      var subscriber = new Subscriber(name, subscription, sockets, clock);
      before.stream()
          .filter(event -> subscriber.wants(event.kind()))
          .forEach(event -> subscriber.add(event.event().get()));
      subscribers.add(subscriber);
    }
    platform(
        clock.instant(),
        new PlatformEvent.Subscription(
            name, List.copyOf(subscription.types()), subscription.logsApi()));
    return true;
  }

  /// The initialisation is over: nobody can subscribe any more.
  public void endSubscriptions() {
    synchronized (this) {
      early = null;
      open = !subscribers.isEmpty();
    }
  }

  /// The sandbox comes to its end: delivers without waiting for more.
  public void flush() {
    subscribers.forEach(Subscriber::flush);
  }

  /// Drops what is not delivered yet.
  @Override
  public void close() {
    synchronized (this) {
      open = false;
      early = null;
    }
    subscribers.forEach(Subscriber::close);
  }
}
