package dev.hearth.cli.check.secrets;

/// Tokens are made of ASCII, whatever the text around them is.
final class Ascii {
  private Ascii() {}

  static boolean isAlphanumeric(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }
}
