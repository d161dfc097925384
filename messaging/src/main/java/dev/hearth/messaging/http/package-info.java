/// Requests to HTTP endpoints that users name: to public addresses only, unless Hearth was told
/// otherwise, and each cut off in time.
///
/// Start with [dev.hearth.messaging.http.OutboundHttp]. This package must not know what is sent.
@NullMarked
package dev.hearth.messaging.http;

import org.jspecify.annotations.NullMarked;
