package dev.hearth.observability.pattern;

/// A filter pattern, ready to be tried on messages; it may be used by many threads.
///
/// - `ERROR "not found" -debug`: contains the first two and not the third; `?a ?b`: one of them.
///   Terms match anywhere in a message, inside words too; upper and lower case differ.
/// - `{ $.status >= 400 && $.path = "/api/*" }`: a JSON message with these properties.
/// - `[ip, user, ..., status = 4*, bytes]`: fields between spaces.
/// - `%4[0-9]{2}%`, by itself or as a value: a regular expression, matched in time proportional to
///   the message.
///
/// Source: CloudWatch Logs User Guide, "Filter pattern syntax".
@FunctionalInterface
public interface FilterPattern {
  /// Takes every message.
  FilterPattern ALL = _ -> true;

  /// Whether the pattern takes this message.
  boolean matches(String message);

  /// @param text empty for all messages
  /// @throws InvalidPatternException when `text` is not of the syntax
  static FilterPattern parse(String text) {
    var reader = new PatternReader(text.strip());
    if (reader.atEnd()) {
      return ALL;
    }
    return switch (reader.peek()) {
      case '{' -> JsonPattern.read(reader);
      case '[' -> FieldsPattern.read(reader);
      default -> TermsPattern.read(reader);
    };
  }
}
