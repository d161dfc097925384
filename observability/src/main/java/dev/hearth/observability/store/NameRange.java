package dev.hearth.observability.store;

/// The names with a prefix, as limits that an index can seek; for columns compared by bytes.
///
/// @param from the first possible name
/// @param after the last name already seen, or empty
/// @param to the first name behind all that have the prefix
public record NameRange(String from, String after, String to) {
  /// Behind every name: no character sorts behind it.
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /// The names with `prefix`, behind `after`.
  public NameRange(String prefix, String after) {
    this(prefix, after, prefix + LAST);
  }
}
