/// Requests to HTTP endpoints that users name: to public addresses only, unless Hearth was told
/// otherwise, and each cut off in time.
///
/// Start with [dev.hearth.wire.outbound.OutboundHttp]. This package must not know what is sent.
@NullMarked
package dev.hearth.wire.outbound;

import org.jspecify.annotations.NullMarked;
