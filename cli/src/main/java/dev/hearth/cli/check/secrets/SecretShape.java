package dev.hearth.cli.check.secrets;

import java.util.function.IntPredicate;

/// A beginning that gives a secret away, and what follows it.
///
/// @param least characters behind the prefix
/// @param most as above; a longer run is something else
record SecretShape(String kind, String prefix, IntPredicate characters, int least, int most) {
  /// Below this many bits for each character it is a placeholder such as `xxxx`.
  private static final double LEAST_ENTROPY = 2.5;

  /// Finds the end of such a secret.
  ///
  /// @param start where the prefix is in `text`
  /// @return the end, or -1 where this is none
  int end(String text, int start) {
    if (start > 0 && isWord(text.charAt(start - 1)) && isWord(prefix.charAt(0))) {
      return -1;
    }
    int body = start + prefix.length();
    int end = body;
    int stop = Math.min(text.length(), body + most + 1);
    while (end < stop && characters.test(text.charAt(end))) {
      end++;
    }
    int length = end - body;
    if (length < least || length > most) {
      return -1;
    }
    var value = text.substring(body, end);
    return value.contains("EXAMPLE") || Entropy.bits(value) < LEAST_ENTROPY ? -1 : end;
  }

  private static boolean isWord(char c) {
    return Ascii.isAlphanumeric(c) || c == '_';
  }
}
