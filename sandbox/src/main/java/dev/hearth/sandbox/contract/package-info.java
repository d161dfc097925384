/// The platform's side of the Lambda Runtime API, the Extensions API and the Telemetry API, served
/// to one sandbox over a channel that may be bound in another network namespace.
///
/// Start with [dev.hearth.sandbox.contract.RuntimeApi], and for extensions with [Extensions]. The
/// peer is the function's code and hostile; this package must not know how a sandbox is made or
/// killed. Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
@NullMarked
package dev.hearth.sandbox.contract;

import org.jspecify.annotations.NullMarked;
