package dev.hearth.wire.http;

/// Answers requests. It is called on the request's own virtual thread and may block.
@FunctionalInterface
public interface HttpHandler {
  /// Answers `request`, whose body can be read until the answer has been written.
  ///
  /// A ServiceException that it throws is answered with its status, everything else with 500, both
  /// without a body: errors that a client shall understand are ordinary responses.
  HttpResponse handle(HttpRequest request);
}
