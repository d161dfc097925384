package dev.hearth.cli.check.secrets;

/// Tokens are made of ASCII, whatever the text around them is.
final class Ascii {
  private Ascii() {}

  static boolean isAlphanumeric(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  static boolean isUpperCaseOrDigit(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isHexadecimal(int c) {
    return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9');
  }
}
