package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function's initialisation, or a copy's restore in its place: since when, for how long, and
/// what the platform says about it. Guarded by the [Lifecycle]'s lock.
final class Initialisation {
  /// What Lambda gives it beside the function's own timeout; a restore has no more than this.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Telemetry log;
  private String type = "on-demand";
  private long since;
  private FunctionFacts function = FunctionFacts.NONE;
  private boolean restores;
  private long restoredSince;
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

  /// A copy of an initialised function is being made.
  void restore(FunctionFacts function, Telemetry log) {
    this.log = log;
    this.function = function;
    restores = true;
    since = System.nanoTime();
  }

  boolean restores() {
    return restores;
  }

  /// The copy's own part of its restore begins.
  void restored() {
    restoredSince = System.nanoTime();
  }

  /// How long that part took; null unless it went well.
  @Nullable Duration hooksDuration() {
    var all = duration;
    return all == null || restoredSince == 0
        ? null
        : all.minus(Duration.ofNanos(restoredSince - since));
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
    return since + (restores ? LIMIT : LIMIT.plus(timeout)).toNanos();
  }

  /// How long it took; null unless it went well.
  @Nullable Duration duration() {
    return duration;
  }

  /// The runtime asks for its first event.
  void runtimeDone() {
    if (!runtimeDone && !over) {
      runtimeDone = true;
      sayRuntimeDone(Status.SUCCESS, null);
    }
  }

  /// The extensions are ready; it is over if the runtime is.
  void succeeded() {
    if (runtimeDone && !over) {
      over = true;
      duration = elapsed();
      sayReport(Status.SUCCESS, null);
      log.endSubscriptions();
    }
  }

  /// @return how long it took until it failed
  Duration failed(Status status, @Nullable String errorType) {
    boolean begun = since != 0 && !over;
    over = true;
    if (begun) {
      if (!runtimeDone) {
        sayRuntimeDone(status, errorType);
      }
      sayReport(status, errorType);
      log.endSubscriptions();
    }
    return elapsed();
  }

  /// Since it began.
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private void sayRuntimeDone(Status status, @Nullable String errorType) {
    say(
        restores
            ? new PlatformEvent.RestoreRuntimeDone(status, errorType)
            : new PlatformEvent.InitRuntimeDone(type, status, errorType));
  }

  private void sayReport(Status status, @Nullable String errorType) {
    say(
        restores
            ? new PlatformEvent.RestoreReport(status, errorType, elapsed())
            : new PlatformEvent.InitReport(type, status, errorType, elapsed()));
  }

  private void say(PlatformEvent event) {
    log.platform(clock.instant(), event);
  }
}
