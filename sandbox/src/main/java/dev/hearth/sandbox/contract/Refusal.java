package dev.hearth.sandbox.contract;

/// The platform does not take a runtime's call: it came out of order, or it is none.
///
/// @see RuntimeApi
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  private Refusal(int status, String type, String message) {
    super(message, null, false, false); // a hostile runtime may cause as many as it likes
    this.status = status;
    this.type = type;
  }

  static Refusal outOfOrder(String call, State state) {
    return new Refusal(
        403, "InvalidStateTransition", "%s is not allowed while %s".formatted(call, state.name()));
  }

  static Refusal wrongRequestId() {
    return new Refusal(400, "InvalidRequestID", "Invalid request ID");
  }

  static Refusal wrongResponseMode() {
    return new Refusal(400, "InvalidFunctionResponseMode", "Invalid function response mode");
  }

  static Refusal tooLarge(long limit) {
    return new Refusal(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (%d bytes).".formatted(limit));
  }

  static Refusal noSuchCall() {
    return new Refusal(404, "InvalidPath", "The runtime API has no such call");
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }
}
