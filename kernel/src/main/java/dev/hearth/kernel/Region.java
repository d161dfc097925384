package dev.hearth.kernel;

import java.util.regex.Pattern;

/// A region's name; Hearth takes any well-formed one, so that a team may name its own.
///
/// @param name lower-case letters, digits and hyphens, 1 to 63 characters
public record Region(String name) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /// What is meant where a client names none. It stands below the pattern that it is checked by.
  public static final Region DEFAULT = new Region("us-east-1");

  /// Rejects what could not be a host label.
  public Region {
    Require.matches("Region", name, LABEL);
  }

  /// Whether `text` could be a region's name.
  public static boolean isValid(String text) {
    return LABEL.matcher(text).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
