package dev.hearth.observability.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Terms in plain text: `wanted "a phrase" %regex% -unwanted ?either ?or`.
///
/// @param wanted all of which a message must contain
/// @param unwanted none of which it may contain
/// @param optional one of which it must contain; AWS ignores them beside terms of other kinds
record TermsPattern(
    List<Predicate<String>> wanted,
    List<Predicate<String>> unwanted,
    List<Predicate<String>> optional)
    implements FilterPattern {

  static FilterPattern read(PatternReader reader) {
    var pattern = new TermsPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (; !reader.atEnd(); reader.skipSpaces()) {
      switch (reader.peek()) {
        case '-' -> {
          reader.next();
          pattern.unwanted.add(term(reader));
        }
        case '?' -> {
          reader.next();
          pattern.optional.add(term(reader));
        }
        default -> pattern.wanted.add(term(reader));
      }
    }
    return pattern;
  }

  private static Predicate<String> term(PatternReader reader) {
    return switch (reader.peek()) {
      case '%' -> {
        var regex = reader.regex();
        yield message -> regex.matcher(message).find();
      }
      case '"' -> contains(reader.quoted());
      default -> {
        var term = reader.takeWhile(c -> !Character.isWhitespace(c));
        if (!term.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
          throw new InvalidPatternException("Invalid character(s) in term '" + term + "'");
        }
        yield contains(term);
      }
    };
  }

  private static Predicate<String> contains(String term) {
    if (term.isEmpty()) {
      throw new InvalidPatternException("Invalid character(s) in term '\"\"'");
    }
    return message -> message.contains(term);
  }

  @Override
  public boolean matches(String message) {
    if (wanted.isEmpty() && unwanted.isEmpty()) {
      return optional.stream().anyMatch(term -> term.test(message));
    }
    return wanted.stream().allMatch(term -> term.test(message))
        && unwanted.stream().noneMatch(term -> term.test(message));
  }
}
