package dev.hearth.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One isolated execution environment of one function version. It runs one invocation at a time,
/// or, where the function is a web server whose owner says so, several.
public interface Sandbox extends AutoCloseable {
  /// Unique in this node's life, safe in a file name.
  String id();

  SandboxSpec spec();

  /// How many invocations may run here at once.
  default int concurrency() {
    return 1;
  }

  /// Waits until the function is initialised or has failed to be, for as long as a run would; the
  /// next [#run] tells how it went.
  void awaitInitialised();

  /// Hands over the event and waits for the outcome; call it from a virtual thread. After a
  /// [Run.TimedOut] beside which others go on, the caller closes the sandbox when these have ended.
  ///
  /// The first call on a fresh sandbox includes the runtime's initialisation, whose time
  /// [#initDuration()] tells afterwards.
  ///
  /// When this returns, every line that the function wrote before it answered has reached the
  /// [LogSink]: the last 4 KiB of them are part of an answer to the caller.
  Run run(Invocation invocation);

  /// Whether all inside have finished with the last event: extensions may go on after the answer.
  boolean settled();

  /// Waits until they have; with [#run], part of an invocation's duration and of its limit.
  ///
  /// @return how it failed, or null; the sandbox is finished then
  @Nullable Run awaitSettled();

  /// Tells those inside who subscribed to the platform's events; the caller's log has it already.
  void tell(Instant time, PlatformEvent event);

  /// How long the runtime took from receiving the code to asking for its first event; null before.
  @Nullable Duration initDuration();

  /// Of a copy of a snapshot, the part of [#initDuration()] that its own code took: connecting, and
  /// its hooks after the restore; null before, and for other sandboxes.
  default @Nullable Duration restoreHooksDuration() {
    return null;
  }

  /// Highest memory use so far, in MiB; 0 where the host cannot tell.
  int maxMemoryMebibytes();

  /// False once its process has ended or it has been closed.
  boolean alive();

  /// The host's process id of the runtime, for `ps` and for tests.
  long pid();

  /// Ends what runs inside and removes every trace. Idempotent; does not wait for a run in
  /// progress, which then ends as [Run.Crashed], nor for extensions, which have two seconds to
  /// finish before they are killed.
  @Override
  void close();
}
