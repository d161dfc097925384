package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The extensions of one sandbox and what they are told. A phase of the sandbox's life is over when
/// each of them has asked for its next event.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda Extensions API".
final class Extensions {
  /// Lambda's limit.
  static final int MAX = 10;

  private static final Duration SHUTDOWN_OF_INTERNAL = Duration.ofMillis(500);
  private static final Duration SHUTDOWN_OF_EXTERNAL = Duration.ofSeconds(2);

  private final ReentrantLock lock;
  private final Condition changed;
  private final InstantSource clock;
  private final Initialisation initialisation;
  private final Map<String, Extension> byName = new LinkedHashMap<>();
  private final CompletableFuture<Void> registered = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable Failure failure;
  private boolean shuttingDown;

  /// What makes the sandbox useless: an extension that it cannot be without has failed.
  ///
  /// @param errorType such as `Extension.Crash`
  /// @param reason such as `exit status 1`
  record Failure(String errorType, String reason) {
    Run after(Duration duration) {
      return new Run.ExtensionFailed(errorType, reason, duration);
    }
  }

  /// @param lock the [Lifecycle]'s, and its condition
  Extensions(
      ReentrantLock lock, Condition changed, InstantSource clock, Initialisation initialisation) {
    this.lock = lock;
    this.changed = changed;
    this.clock = clock;
    this.initialisation = initialisation;
  }

  // The driver's side.

  /// Names the external extensions whose processes are about to be started.
  void expect(List<String> names) {
    locked(() -> names.forEach(name -> byName.put(name, new Extension(name, true))));
  }

  /// Completes once every external extension is registered; cancelled when that will not be.
  CompletableFuture<Void> registered() {
    return registered;
  }

  /// Completes once the processes of all external extensions have ended.
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean hasExternals() {
    lock.lock();
    try {
      return !externals().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// The process of an external extension has ended.
  ///
  /// @param launched false where it could not be started at all
  void ended(String name, String exit, boolean launched) {
    locked(
        () -> {
          var extension = byName.get(name);
          if (extension == null || extension.ended()) {
            return;
          }
          extension.end();
          if (!shuttingDown && failure == null) {
            var type = launched ? "Extension.Crash" : "Extension.LaunchError";
            say(extension.told(launched ? "Exited" : "LaunchError", type));
            fail(new Failure(type, exit));
          }
          if (externals().stream().allMatch(Extension::ended)) {
            ended.complete(null);
          }
          changed.signalAll();
        });
  }

  /// Tells those who want to know that the sandbox comes to its end.
  ///
  /// @return how long it may still take
  Duration shutDown(ShutdownReason reason) {
    lock.lock();
    try {
      shuttingDown = true;
      registered.cancel(false);
      var limit =
          !externals().isEmpty()
              ? SHUTDOWN_OF_EXTERNAL
              : byName.isEmpty() ? Duration.ZERO : SHUTDOWN_OF_INTERNAL;
      var event = ExtensionEvent.shutdown(reason, clock.instant().plus(limit));
      byName.values().stream()
          .filter(extension -> extension.wants(Extension.SHUTDOWN))
          .forEach(extension -> extension.offer(event));
      changed.signalAll();
      return limit;
    } finally {
      lock.unlock();
    }
  }

  // The lifecycle's side, under its lock.

  /// Whether each has asked for its next event.
  boolean idle() {
    return byName.values().stream().allMatch(Extension::ready);
  }

  @Nullable Failure failure() {
    return failure;
  }

  void invoke(Work work) {
    byName.values().stream()
        .filter(extension -> extension.wants(Extension.INVOKE))
        .forEach(extension -> extension.offer(ExtensionEvent.invoke(work)));
  }

  // The extensions' side.

  /// Whose extensions they are.
  FunctionFacts function() {
    return initialisation.function();
  }

  /// Where they subscribe.
  Telemetry telemetry() {
    return initialisation.log();
  }

  /// @param name an external extension's file name; any other is an internal one's
  Extension register(String name, List<String> events) throws Refusal, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!initialisation.begun()) {
        changed.await(); // its process may be faster than whoever starts it
      }
      if (initialisation.over()) {
        throw Refusal.registrationClosed();
      }
      var known = byName.get(name);
      if (known != null && known.registered()) {
        throw Refusal.extensionState("register", name);
      }
      if (byName.values().stream().filter(Extension::registered).count() >= MAX) {
        throw Refusal.tooManyExtensions(MAX);
      }
      if (known == null && events.contains(Extension.SHUTDOWN)) {
        throw Refusal.shutdownOfInternal();
      }
      var extension = known == null ? new Extension(name, false) : known;
      extension.register(events);
      byName.put(name, extension);
      if (externals().stream().allMatch(Extension::registered)) {
        registered.complete(null);
      }
      return extension;
    } finally {
      lock.unlock();
    }
  }

  /// The extension that `id` identifies.
  Extension identify(@Nullable String id) throws Refusal {
    if (id == null) {
      throw Refusal.extensionIdentifier("Missing");
    }
    lock.lock();
    try {
      for (var extension : byName.values()) {
        if (extension.registered() && extension.id().equals(id)) {
          return extension;
        }
      }
      throw Refusal.extensionIdentifier("Unknown");
    } finally {
      lock.unlock();
    }
  }

  /// Waits for an event.
  ExtensionEvent awaitEvent(Extension extension) throws Refusal, InterruptedException {
    lock.lockInterruptibly();
    try {
      long ticket = extension.ask();
      if (!initialisation.over()) {
        say(extension.told("Ready", null));
        if (idle()) {
          initialisation.succeeded();
        }
      }
      changed.signalAll();
      while (extension.waits(ticket)) {
        changed.await();
      }
      var event = extension.take(ticket);
      if (event == null) {
        throw Refusal.extensionState("next", extension.name());
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  /// The event could not be delivered: the next call gets it.
  void takeBack(Extension extension, ExtensionEvent event) {
    locked(
        () -> {
          extension.offer(event);
          changed.signalAll();
        });
  }

  /// The extension says that it has failed.
  ///
  /// @param state `InitError` or `ExitError`
  void fail(Extension extension, String state, String errorType) {
    locked(
        () -> {
          say(extension.told(state, errorType));
          fail(new Failure("Extension." + state, errorType));
        });
  }

  private void fail(Failure cause) {
    if (failure == null && !shuttingDown) {
      failure = cause;
    }
    registered.cancel(false);
    changed.signalAll();
  }

  private void say(PlatformEvent event) {
    initialisation.log().platform(clock.instant(), event);
  }

  private List<Extension> externals() {
    var externals = new ArrayList<Extension>();
    byName.values().stream().filter(Extension::external).forEach(externals::add);
    return externals;
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
