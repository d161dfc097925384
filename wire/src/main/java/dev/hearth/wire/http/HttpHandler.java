package dev.hearth.wire.http;

/// Answers requests. It is called on the request's own virtual thread and may block.
@FunctionalInterface
public interface HttpHandler {
  /// Answers `request`, whose body can be read until the answer has been written.
  ///
  /// What it throws is answered with 500 and an empty body; errors that a client shall understand
  /// are ordinary responses.
  HttpResponse handle(HttpRequest request);
}
