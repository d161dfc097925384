/// HTTP at the front door: requests and responses as plain values whose bodies stream, and the
/// server that carries them, on one virtual thread for each request.
///
/// Start with [dev.hearth.wire.http.HttpHandler]; [dev.hearth.wire.http.HttpRequest] comes in,
/// [dev.hearth.wire.http.HttpResponse] goes out. This package must not know signatures, protocols
/// or services; the web server's own types do not leave it.
@NullMarked
package dev.hearth.wire.http;

import org.jspecify.annotations.NullMarked;
