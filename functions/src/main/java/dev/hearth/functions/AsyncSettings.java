package dev.hearth.functions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What holds for the events that a function, a version or an alias is sent asynchronously.
///
/// @param retryAttempts further attempts after a failed one, 0 to 2
/// @param eventAge how long an event may wait, 60 s to 6 h
/// @param onSuccess the ARN that records of successful events go to; null for none
/// @param onFailure the same for events that came to nothing
/// @param closed whether the function's reserved concurrency is zero, so that it never runs
/// @param endsLoops whether the function is stopped when it keeps calling itself
public record AsyncSettings(
    int retryAttempts,
    Duration eventAge,
    @Nullable String onSuccess,
    @Nullable String onFailure,
    boolean closed,
    boolean endsLoops) {
  /// Lambda's defaults. Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries
  /// with asynchronous invocation".
  public static final AsyncSettings DEFAULT =
      new AsyncSettings(2, Duration.ofHours(6), null, null, false, true);

  /// Tells those who run functions what is configured.
  @FunctionalInterface
  public interface Source {
    /// As it is now; [#DEFAULT] for a function that is not there any more.
    ///
    /// @param function as it was invoked: a version's or an alias's settings hold only for events
    ///   that name it
    AsyncSettings of(FunctionReference function);
  }
}
