package dev.hearth.cli.check.secrets;

import java.util.List;

/// Finds private keys in PEM, RFC 7468. The heading alone, which every library of cryptography has,
/// is none: base64 must follow, be it over lines or with `\n` in a literal.
final class PrivateKeys {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String KIND = "PRIVATE KEY-----";
  private static final int LONGEST_KIND = 24;
  private static final int NEAR = 400;
  private static final int FEWEST = 40;
  private static final int LONGEST = 16 * 1024;

  private PrivateKeys() {}

  static void find(String text, int most, List<FoundSecret> found) {
    for (int at = text.indexOf(BEGIN);
        at >= 0 && found.size() < most;
        at = text.indexOf(BEGIN, at + 1)) {
      int heading = at + BEGIN.length();
      int kind =
          text.substring(heading, Math.min(text.length(), heading + LONGEST_KIND + 16))
              .indexOf(KIND);
      if (kind < 0) {
        continue;
      }
      int body = heading + kind + KIND.length();
      if (hasBase64(text, body)) {
        int limit = Math.min(text.length(), body + LONGEST);
        int end = text.substring(body, limit).indexOf(END);
        found.add(new FoundSecret("a private key", at, end < 0 ? limit : body + end));
      }
    }
  }

  private static boolean hasBase64(String text, int from) {
    int run = 0;
    int end = Math.min(text.length(), from + NEAR);
    for (int at = from; at < end && run < FEWEST; at++) {
      char c = text.charAt(at);
      boolean part = Ascii.isAlphanumeric(c) || c == '+' || c == '/';
      run = part ? run + 1 : 0;
      if (c == '-' && text.startsWith("-----", at)) {
        return false; // the end already
      }
    }
    return run >= FEWEST;
  }
}
