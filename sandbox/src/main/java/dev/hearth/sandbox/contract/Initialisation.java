package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.telemetry.Telemetry;
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
  private Telemetry log;
  private String type = "on-demand";
  private long since;
  private FunctionFacts function = FunctionFacts.NONE;
  private boolean runtimeDone;
  private boolean over;
  private @Nullable Duration duration;

  Initialisation(InstantSource clock) {
    this.clock = clock;
    this.log = Telemetry.silent(clock);
  }

  void begin(Map<String, String> environment, FunctionFacts function, Telemetry log) {
    this.log = log;
    this.function = function;
    type = environment.getOrDefault("AWS_LAMBDA_INITIALIZATION_TYPE", type);
    since = System.nanoTime();
  }

  /// Takes what the platform has to say about this sandbox.
  Telemetry log() {
    return log;
  }

  /// Whose initialisation it is.
  FunctionFacts function() {
    return function;
  }

  /// Whether it is known whose sandbox this is, and has not come to its end before.
  boolean begun() {
    return since != 0 || over;
  }

  boolean over() {
    return over;
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

  /// The extensions are ready; it is over if the runtime is.
  void succeeded() {
    if (runtimeDone && !over) {
      over = true;
      duration = elapsed();
      say(new PlatformEvent.InitReport(type, Status.SUCCESS, null, elapsed()));
      log.endSubscriptions();
    }
  }

  /// @return how long it took until it failed
  Duration failed(Status status, @Nullable String errorType) {
    boolean begun = since != 0 && !over;
    over = true;
    if (begun) {
      if (!runtimeDone) {
        say(new PlatformEvent.InitRuntimeDone(type, status, errorType));
      }
      say(new PlatformEvent.InitReport(type, status, errorType, elapsed()));
      log.endSubscriptions();
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
