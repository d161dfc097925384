package dev.hearth.observability.pattern;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// An operator and what stands right of it: `= "a*"`, `!= %x|y%`, `>= 400`.
final class Comparison {
  /// Longest number that is read as one: parsing and comparing longer ones takes long, and no log
  /// means them.
  private static final int LONGEST_NUMBER = 64;

  /// Exponents beyond this would make a number of a billion digits out of a few characters.
  private static final int LARGEST_EXPONENT = 400;

  private Comparison() {}

  /// Reads the operator and its operand, if an operator is next.
  static Optional<Predicate<String>> read(PatternReader reader) {
    if (reader.accept("!=")) {
      return Optional.of(operand(reader).negate());
    }
    if (reader.accept(">=")) {
      return Optional.of(number(reader, order -> order >= 0));
    }
    if (reader.accept("<=")) {
      return Optional.of(number(reader, order -> order <= 0));
    }
    if (reader.accept(">")) {
      return Optional.of(number(reader, order -> order > 0));
    }
    if (reader.accept("<")) {
      return Optional.of(number(reader, order -> order < 0));
    }
    return reader.accept("=") ? Optional.of(operand(reader)) : Optional.empty();
  }

  private static Predicate<String> operand(PatternReader reader) {
    reader.skipSpaces();
    return switch (reader.peek()) {
      case '%' -> {
        var regex = reader.regex();
        yield value -> regex.matcher(value).find();
      }
      case '"', '\'' -> text(reader.quoted());
      default -> {
        var word = word(reader);
        var number = number(word);
        yield number.isEmpty()
            ? text(word)
            : value ->
                value.equals(word)
                    || number(value).filter(n -> n.compareTo(number.get()) == 0).isPresent();
      }
    };
  }

  /// Text in which `*` stands for anything.
  private static Predicate<String> text(String wanted) {
    if (wanted.indexOf('*') < 0) {
      return wanted::equals;
    }
    var regex =
        Arrays.stream(wanted.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("(?s:.*)"));
    return Pattern.compile(regex)::matches;
  }

  private static Predicate<String> number(PatternReader reader, IntPredicate order) {
    reader.skipSpaces();
    var word = word(reader);
    var limit =
        number(word)
            .orElseThrow(() -> new InvalidPatternException("'" + word + "' is not a number"));
    return value -> number(value).filter(n -> order.test(n.compareTo(limit))).isPresent();
  }

  private static String word(PatternReader reader) {
    var word =
        reader.takeWhile(c -> !Character.isWhitespace(c) && "(){}[],&|=<>!\"".indexOf(c) < 0);
    if (word.isEmpty()) {
      throw reader.unexpected("a value");
    }
    return word;
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      var number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > LARGEST_EXPONENT
          ? Optional.empty()
          : Optional.of(number);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
