package dev.hearth.cli.check.secrets;

import java.util.List;
import java.util.Locale;

/// Finds passwords in URLs: `postgres://user:password@host/`.
final class UrlPasswords {
  private static final int LONGEST = 200;
  private static final int SHORTEST = 6;

  /// Where a text tells how such a URL is written.
  private static final List<String> PLACEHOLDERS =
      List.of("pass", "secret", "pwd", "xxx", "user", "token", "example");

  private UrlPasswords() {}

  static void find(String text, int most, List<FoundSecret> found) {
    for (int at = text.indexOf("://");
        at >= 0 && found.size() < most;
        at = text.indexOf("://", at + 3)) {
      int from = at + 3;
      int stop = Math.min(text.length(), from + LONGEST);
      int colon = -1;
      int end = from;
      while (end < stop && isUserInfo(text.charAt(end))) {
        if (colon < 0 && text.charAt(end) == ':') {
          colon = end;
        }
        end++;
      }
      if (colon > 0
          && end < text.length()
          && text.charAt(end) == '@'
          && isPassword(text.substring(colon + 1, end))) {
        found.add(new FoundSecret("a password in a URL", colon + 1, end));
      }
    }
  }

  // Source: RFC 3986, userinfo: unreserved, percent-encoded, sub-delims and ":".
  private static boolean isUserInfo(char c) {
    return Ascii.isAlphanumeric(c) || "-._~%!&'()*+,;=:".indexOf(c) >= 0;
  }

  private static boolean isPassword(String value) {
    var lower = value.toLowerCase(Locale.ROOT);
    return value.length() >= SHORTEST
        && Entropy.bits(value) >= 2
        && PLACEHOLDERS.stream().noneMatch(lower::startsWith);
  }
}
