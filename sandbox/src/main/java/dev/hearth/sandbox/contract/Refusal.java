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

  static Refusal extensionName() {
    return new Refusal(400, "Extension.InvalidExtensionName", "Invalid or empty extension name");
  }

  static Refusal extensionEvent(String event) {
    return new Refusal(400, "Extension.InvalidEventType", "Invalid event type: " + event);
  }

  static Refusal extensionRequest(String why) {
    return new Refusal(400, "InvalidRequestFormat", "Invalid request: " + why);
  }

  static Refusal missingHeader(String name) {
    return new Refusal(400, "Extension.MissingHeader", name + " not found");
  }

  /// An internal extension ends with the runtime that it is a part of.
  static Refusal shutdownOfInternal() {
    return new Refusal(
        400,
        "Extension.InvalidEventType",
        "Internal extensions cannot register for the event SHUTDOWN");
  }

  static Refusal tooManyExtensions(int limit) {
    return new Refusal(
        403, "Extension.TooManyExtensions", "Extension limit (%d) reached".formatted(limit));
  }

  static Refusal registrationClosed() {
    return new Refusal(
        403, "Extension.RegistrationClosed", "Extension registration closed already");
  }

  static Refusal extensionState(String call, String name) {
    return new Refusal(
        403, "Extension.InvalidExtensionState", call + " is not allowed now for " + name);
  }

  /// @param fault `Missing` or `Unknown`
  static Refusal extensionIdentifier(String fault) {
    return new Refusal(
        403, "Extension." + fault + "ExtensionIdentifier", fault + " Lambda-Extension-Identifier");
  }

  static Refusal subscription(String why) {
    return new Refusal(400, "ValidationError", why);
  }

  /// @param api `Telemetry` or `Logs`
  static Refusal subscriptionClosed(String api) {
    return new Refusal(
        403, api + ".SubscriptionClosed", api + " API subscription is closed already");
  }

  /// No credentials are given.
  static Refusal credentials(int status, String why) {
    return new Refusal(status, "CredentialsNotAvailable", why);
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
