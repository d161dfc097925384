package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function's initialisation: since when, for how long, and what the platform says about it.
/// Guarded by the [Lifecycle]'s lock.
final class Initialisation {
  /// What Lambda gives it beside the function's own timeout.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final InstantSource clock;
  private LogSink log = (_, _) -> {};
  private String type = "on-demand";
  private long since;
  private boolean runtimeDone;
  private boolean over;
  private @Nullable Duration duration;

  Initialisation(InstantSource clock) {
    this.clock = clock;
  }

  void begin(Map<String, String> environment, LogSink log) {
    this.log = log;
    type = environment.getOrDefault("AWS_LAMBDA_INITIALIZATION_TYPE", type);
    since = System.nanoTime();
  }

  /// Takes what the platform has to say about this sandbox.
  LogSink log() {
    return log;
  }

  /// [System#nanoTime()] when it must be over.
  long deadline(Duration timeout) {
    return since + LIMIT.plus(timeout).toNanos();
  }

  /// How long it took; null unless it went well.
  @Nullable Duration duration() {
    return duration;
  }

  /// The runtime asks for its first event.
  void runtimeDone() {
    if (!runtimeDone && !over) {
      runtimeDone = true;
      say(new PlatformEvent.InitRuntimeDone(type, Status.SUCCESS, null));
    }
  }

  /// All who take part in it are ready.
  void succeeded() {
    if (!over) {
      over = true;
      duration = elapsed();
      say(new PlatformEvent.InitReport(type, Status.SUCCESS, null, elapsed()));
    }
  }

  /// @return how long it took until it failed
  Duration failed(Status status, @Nullable String errorType) {
    if (!over && since != 0) {
      over = true;
      if (!runtimeDone) {
        say(new PlatformEvent.InitRuntimeDone(type, status, errorType));
      }
      say(new PlatformEvent.InitReport(type, status, errorType, elapsed()));
    }
    return elapsed();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private void say(PlatformEvent event) {
    log.platform(clock.instant(), event);
  }
}
