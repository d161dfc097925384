/// CloudWatch Logs' filter patterns: which log events a search, a tail or a filter takes.
///
/// Start with [dev.hearth.observability.pattern.FilterPattern]. The parser is written by hand, by
/// recursive descent: no library reads this language. This package must not know where messages
/// come from.
@NullMarked
package dev.hearth.observability.pattern;

import org.jspecify.annotations.NullMarked;
