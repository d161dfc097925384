package dev.hearth.cli.check.secrets;

/// Reads what a name is set to in a line of nearly any language: `name = "value"`, `"name":
/// "value"`, `name: type = "value"`, `name => 'value'`, `NAME=value`.
final class Assignment {
  private Assignment() {}

  /// Where the value begins, its quote included.
  ///
  /// @param from behind the name
  /// @return -1 where nothing is assigned
  static int value(String text, int from, int end) {
    int at = from;
    while (at < end && (isQuote(text.charAt(at)) || text.charAt(at) == ']')) {
      at++;
    }
    at = spaces(text, at, end);
    if (at >= end) {
      return -1;
    }
    char first = text.charAt(at);
    if (first == ':') {
      int behind = text.startsWith(":=", at) ? at + 2 : at + 1;
      int value = spaces(text, behind, end);
      int typed = equalsBehindType(text, value, end);
      return typed < 0 ? value : spaces(text, typed + 1, end);
    }
    if (first == '=' && !text.startsWith("==", at)) {
      return spaces(text, text.startsWith("=>", at) ? at + 2 : at + 1, end);
    }
    return -1;
  }

  /// The `=` behind a type; -1 where there is none.
  private static int equalsBehindType(String text, int from, int end) {
    int at = from;
    while (at < end
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.[]|".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    at = spaces(text, at, end);
    return at > from && at < end && text.charAt(at) == '=' ? at : -1;
  }

  /// Where the value ends, behind its quote.
  ///
  /// @param plain whether values without quotes are values, not expressions
  /// @return -1 where it is no literal
  static int end(String text, int from, int end, boolean plain) {
    if (from >= end) {
      return -1;
    }
    char first = text.charAt(from);
    if (isQuote(first)) {
      int close = text.indexOf(first, from + 1, end);
      return close < 0 ? -1 : close + 1;
    }
    if (!plain) {
      return -1;
    }
    int at = from;
    while (at < end && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static int spaces(String text, int from, int end) {
    int at = from;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
