package dev.hearth.kernel;

import java.util.regex.Pattern;

/// Checks of programmer-facing values; the messages read `name: value (expected: …)`.
///
/// What callers of an API send is checked by the wire and the operations, with AWS's own texts.
public final class Require {
  private Require() {}

  /// @throws IllegalArgumentException when `value` is outside `min` to `max`, both included
  public static long between(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
    return value;
  }

  /// @throws IllegalArgumentException when the whole of `value` does not match `pattern`
  public static String matches(String name, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + pattern + ")");
    }
    return value;
  }
}
