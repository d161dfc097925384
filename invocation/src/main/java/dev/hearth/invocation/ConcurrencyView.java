package dev.hearth.invocation;

import org.jspecify.annotations.Nullable;

/// One function's concurrency on this node, as `hearth ps` shows it.
///
/// @param running its invocations in progress
/// @param reserved what it may run at once; null where nothing is reserved
/// @param provisioned its initialised sandboxes that are provisioned, idle or busy
public record ConcurrencyView(
    String functionArn, int running, @Nullable Integer reserved, int provisioned) {}
