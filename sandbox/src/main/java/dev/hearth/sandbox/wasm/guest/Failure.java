package dev.hearth.sandbox.wasm.guest;

import java.util.Optional;

/// Why a run is no answer, in the words that the function's caller gets.
///
/// @param type such as `Runtime.Trap`
/// @param reason goes on after `RequestId: … Error: `
public record Failure(String type, String reason) {
  /// Nothing where it answered, or was told to end.
  public static Optional<Failure> of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited(int status) when status == 0 -> Optional.empty();
      case Outcome.Exited(int status) ->
          Optional.of(
              new Failure(
                  "Runtime.ExitError",
                  "Runtime exited with error: exit status " + Integer.toUnsignedString(status)));
      case Outcome.Trapped(String reason) ->
          Optional.of(new Failure("Runtime.Trap", "The module trapped: " + reason));
      case Outcome.OutOfMemory(String reason) ->
          Optional.of(new Failure("Runtime.OutOfMemory", reason));
      case Outcome.Killed() -> Optional.empty();
    };
  }

  /// What the caller is told.
  public String message(String requestId) {
    return "RequestId: " + requestId + " Error: " + reason;
  }
}
