/// The operations of CloudWatch Logs, one class each.
///
/// Start with [dev.hearth.observability.api.LogsService], which lists them, and
/// [dev.hearth.observability.api.LogResources], which finds what they are about. This package must
/// not know who writes log lines.
@NullMarked
package dev.hearth.observability.api;

import org.jspecify.annotations.NullMarked;
