package dev.hearth.wire.http;

import java.util.function.Predicate;

/// Requests that go elsewhere than to the AWS protocols: those for a host name of their own
/// (`<id>.lambda-url.<region>.…`), or for a path such as `/_hearth/health`.
///
/// @param matches looks at method, path, query and headers only, never at the body
public record HttpRoute(Predicate<HttpRequest> matches, HttpHandler handler) {}
