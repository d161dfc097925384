/// What functions and the platform say about themselves: logs now; metrics, traces and cost later.
///
/// Start with [dev.hearth.observability.Logs]; the CloudWatch Logs operations are in `api`. This
/// part must not know where log lines come from.
@NullMarked
package dev.hearth.observability;

import org.jspecify.annotations.NullMarked;
