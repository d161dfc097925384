package dev.hearth.kernel;

import java.util.regex.Pattern;

/// An AWS account number.
///
/// @param digits twelve decimal digits
public record AccountId(String digits) {
  private static final Pattern TWELVE_DIGITS = Pattern.compile("[0-9]{12}");

  /// Rejects anything but twelve digits.
  public AccountId {
    Require.matches("AccountId", digits, TWELVE_DIGITS);
  }

  /// Whether `text` could be an account number.
  public static boolean isValid(String text) {
    return TWELVE_DIGITS.matcher(text).matches();
  }

  @Override
  public String toString() {
    return digits;
  }
}
