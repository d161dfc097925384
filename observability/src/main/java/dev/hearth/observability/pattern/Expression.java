package dev.hearth.observability.pattern;

import java.util.function.Function;
import java.util.function.Predicate;

/// Reads conditions joined by `&&` and `||` and grouped by parentheses; `&&` binds closer.
///
/// @param <T> what the conditions are about
/// @param condition reads one condition
record Expression<T>(Function<PatternReader, Predicate<T>> condition) {

  Predicate<T> read(PatternReader reader) {
    var any = both(reader);
    while (reader.accept("||")) {
      any = any.or(both(reader));
    }
    return any;
  }

  private Predicate<T> both(PatternReader reader) {
    var all = single(reader);
    while (reader.accept("&&")) {
      all = all.and(single(reader));
    }
    return all;
  }

  private Predicate<T> single(PatternReader reader) {
    if (!reader.accept("(")) {
      return condition.apply(reader);
    }
    var inner = read(reader);
    reader.expect(")");
    return inner;
  }
}
