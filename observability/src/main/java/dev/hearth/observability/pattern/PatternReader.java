package dev.hearth.observability.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.IntPredicate;

/// A position in a pattern's text, and the pieces that all kinds of patterns share.
final class PatternReader {
  /// Beyond letters and digits, what AWS takes in a regular expression; parentheses are not.
  private static final String REGEX_SYMBOLS = ":_#=@/;,-^$?[]{}|\\*+.";

  private final String text;
  private int at;

  PatternReader(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /// The next character; NUL at the end.
  char peek() {
    return atEnd() ? 0 : text.charAt(at);
  }

  char next() {
    if (atEnd()) {
      throw new InvalidPatternException("The pattern ends too early");
    }
    return text.charAt(at++);
  }

  void skipSpaces() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  /// Steps over `word`, after spaces, if it is next.
  boolean accept(String word) {
    skipSpaces();
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw unexpected("'" + word + "'");
    }
  }

  void expectEnd() {
    skipSpaces();
    if (!atEnd()) {
      throw unexpected("the end");
    }
  }

  InvalidPatternException unexpected(String expected) {
    var found = atEnd() ? "the end" : "'" + peek() + "'";
    return new InvalidPatternException(
        "Expected " + expected + " but found " + found + " at position " + at);
  }

  /// All characters up to the first that is not `wanted`.
  String takeWhile(IntPredicate wanted) {
    var start = at;
    while (!atEnd() && wanted.test(peek())) {
      at++;
    }
    return text.substring(start, at);
  }

  /// A string in the quotes that are next; a backslash takes the following character as it is.
  String quoted() {
    var quote = next();
    var value = new StringBuilder();
    for (var c = next(); c != quote; c = next()) {
      value.append(c == '\\' && !atEnd() ? next() : c);
    }
    return value.toString();
  }

  /// A regular expression between the percent signs that are next.
  Pattern regex() {
    expect("%");
    var regex = takeWhile(c -> c != '%');
    expect("%");
    if (!regex.chars().allMatch(PatternReader::standsInRegex)) {
      throw new InvalidPatternException("Invalid character(s) in term '" + regex + "'");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new InvalidPatternException("Invalid regular expression: " + e.getDescription());
    }
  }

  private static boolean standsInRegex(int c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || REGEX_SYMBOLS.indexOf(c) >= 0;
  }
}
