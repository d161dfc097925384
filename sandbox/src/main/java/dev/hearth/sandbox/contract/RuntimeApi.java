package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The platform's side of the Lambda Runtime API for one sandbox.
///
/// A driver makes one for each sandbox and calls, in this order: [#serve], [#awaitParked] where the
/// runtime waits for its code, [#specialise], [#run] as often as it likes, [#processEnded] when the
/// process is gone, [#close].
public final class RuntimeApi implements AutoCloseable {
  /// Accepts and serves on virtual threads, until [#close()].
  ///
  /// @param channel bound and in blocking mode, in whatever network namespace; closed by [#close()]
  public void serve(ServerSocketChannel channel) {}

  /// Waits until the runtime asks for its code.
  ///
  /// @return false when `limit` passed first or the process ended
  public boolean awaitParked(Duration limit) throws InterruptedException {
    return false;
  }

  /// Gives the runtime its function; its initialisation starts now. Call it once, after the code is
  /// in place: on a parked runtime, or before the process is started, which then does not wait.
  ///
  /// @param environment all of the function's process environment, `_HANDLER` included
  public void specialise(Map<String, String> environment) {}

  /// Hands the event over once the runtime asks for it and waits for the outcome.
  ///
  /// On [Run.TimedOut] the driver kills the process. Logs that the function wrote before it
  /// answered may still be in the pipe: the driver drains it.
  ///
  /// @param timeout counted from the hand-over
  public Run run(Invocation invocation, Duration timeout) {
    return new Run.Crashed("not landed yet", false, timeout);
  }

  /// From [#specialise] to the runtime's first request for an event; null before.
  public @Nullable Duration initDuration() {
    return null;
  }

  /// Tells that the runtime's process is gone; a run in progress ends as [Run.Crashed].
  ///
  /// @param exit such as `exit status 1` or `signal: killed`
  public void processEnded(String exit, boolean outOfMemory) {}

  /// Closes the channel and every connection; a run in progress ends as [Run.Crashed].
  @Override
  public void close() {}
}
