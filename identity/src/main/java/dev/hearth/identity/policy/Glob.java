package dev.hearth.identity.policy;

import java.util.Locale;

/// A pattern in which `*` stands for any characters, none included, and `?` for exactly one.
///
/// Matching takes at most pattern × text steps, whatever the pattern: it only ever goes back to the
/// last `*`, since what an earlier one could take the last one can take as well.
final class Glob {
  // Noncharacters, so that a literal asterisk, as from a variable's value, is no wildcard.
  static final char ANY = '\uFFFF';
  static final char ONE = '\uFFFE';

  private final String codes;
  private final int firstWildcard;

  /// @param codes literal characters, [#ANY] and [#ONE]
  Glob(String codes) {
    this.codes = codes;
    this.firstWildcard = firstWildcard(codes);
  }

  /// Reads `*` and `?` as wildcards.
  static Glob of(String pattern) {
    return new Glob(pattern.replace('*', ANY).replace('?', ONE));
  }

  Glob lowerCase() {
    return new Glob(codes.toLowerCase(Locale.ROOT));
  }

  /// Whether `text` holds a noncharacter that would be taken for a wildcard.
  static boolean hasCodes(String text) {
    return firstWildcard(text) < text.length();
  }

  boolean matches(String text) {
    return matches(text, 0, text.length());
  }

  /// Whether the whole of `text[from, to)` matches.
  boolean matches(String text, int from, int to) {
    if (firstWildcard == codes.length()) {
      return to - from == codes.length() && text.startsWith(codes, from);
    }
    if (to - from < firstWildcard || !text.regionMatches(from, codes, 0, firstWildcard)) {
      return false;
    }
    if (firstWildcard == codes.length() - 1 && codes.charAt(firstWildcard) == ANY) {
      return true; // the most common pattern of all: a prefix and a star
    }
    return scan(text, from + firstWildcard, to);
  }

  private boolean scan(String text, int from, int to) {
    int at = from;
    int code = firstWildcard;
    int star = -1; // where to go on in the pattern after the last star
    int taken = -1; // up to where that star has taken the text
    while (at < to) {
      char expected = code < codes.length() ? codes.charAt(code) : 0;
      if (code < codes.length() && expected == ANY) {
        star = ++code;
        taken = at;
      } else if (code < codes.length() && (expected == ONE || expected == text.charAt(at))) {
        code++;
        at++;
      } else if (star >= 0) {
        code = star;
        at = ++taken;
      } else {
        return false;
      }
    }
    while (code < codes.length() && codes.charAt(code) == ANY) {
      code++;
    }
    return code == codes.length();
  }

  private static int firstWildcard(String codes) {
    for (int i = 0; i < codes.length(); i++) {
      if (codes.charAt(i) == ANY || codes.charAt(i) == ONE) {
        return i;
      }
    }
    return codes.length();
  }
}
