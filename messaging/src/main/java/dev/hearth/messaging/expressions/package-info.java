/// Schedule expressions: `rate(…)`, `cron(…)` and `at(…)`, and when they are due.
///
/// Start with [dev.hearth.messaging.expressions.ScheduleExpression]. This package must not know
/// what is done when a time has come.
@NullMarked
package dev.hearth.messaging.expressions;

import org.jspecify.annotations.NullMarked;
