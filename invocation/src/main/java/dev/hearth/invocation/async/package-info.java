/// Asynchronous invocation: events are durable before they are accepted, leased while they run, and
/// end exactly once.
///
/// Start with [dev.hearth.invocation.async.AsyncInvocations], which runs one event;
/// [dev.hearth.invocation.async.RetryPolicy] decides what follows an attempt, and
/// [dev.hearth.invocation.async.Deliveries] sends the record of how an event ended. What a
/// destination is other parts say, through [dev.hearth.invocation.async.Destination]. This package
/// must not know how a sandbox is found, nor any of the services that it sends to.
@NullMarked
package dev.hearth.invocation.async;

import org.jspecify.annotations.NullMarked;
