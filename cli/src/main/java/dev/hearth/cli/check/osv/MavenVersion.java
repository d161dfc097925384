package dev.hearth.cli.check.osv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The order of versions of Maven. Source: Maven's "POM Reference", "Version Order Specification".
final class MavenVersion {
  /// Qualifiers that have a place; the empty one is the release itself.
  private static final List<String> QUALIFIERS =
      List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

  private static final int RELEASE = QUALIFIERS.indexOf("");

  private MavenVersion() {}

  /// A part with what parts it from the one before.
  private record Token(boolean dash, String text) {
    boolean isNumber() {
      return VersionOrder.isNumber(text);
    }

    /// Whether it says no more than nothing.
    boolean isNull() {
      return text.equals("0")
          || text.isEmpty()
          || text.equals("final")
          || text.equals("ga")
          || text.equals("release");
    }
  }

  static int compare(String a, String b) {
    var left = tokens(a);
    var right = tokens(b);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      var first = i < left.size() ? left.get(i) : padding(right.get(i));
      var second = i < right.size() ? right.get(i) : padding(left.get(i));
      int compared = compare(first, second);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static Token padding(Token other) {
    return new Token(other.dash, other.isNumber() ? "0" : "");
  }

  private static int compare(Token a, Token b) {
    if (a.isNumber() && b.isNumber()) {
      // 1.1 is after 1-1
      return a.dash == b.dash
          ? VersionOrder.numbers(a.text, b.text)
          : Boolean.compare(!a.dash, !b.dash);
    }
    if (a.isNumber() != b.isNumber()) {
      return a.isNumber() ? 1 : -1;
    }
    int left = rank(a.text);
    int right = rank(b.text);
    return left != right || left < QUALIFIERS.size()
        ? Integer.compare(left, right)
        : a.text.compareTo(b.text);
  }

  private static int rank(String qualifier) {
    int known =
        switch (qualifier) {
          case "a" -> 0;
          case "b" -> 1;
          case "m" -> 2;
          case "cr" -> 3;
          case "final", "ga", "release" -> RELEASE;
          default -> QUALIFIERS.indexOf(qualifier);
        };
    return known < 0 ? QUALIFIERS.size() : known;
  }

  /// Splits at `.`, `-`, `_` and between digits and letters, and drops what says nothing from the
  /// end of each run: 1.0.0 is 1, 1.0-final is 1.
  private static List<Token> tokens(String version) {
    var tokens = new ArrayList<Token>();
    var text = version.toLowerCase(Locale.ROOT);
    boolean dash = false;
    int at = 0;
    while (at <= text.length()) {
      int end = at;
      boolean digits = at < text.length() && Character.isDigit(text.charAt(at));
      while (end < text.length()
          && ".-_".indexOf(text.charAt(end)) < 0
          && Character.isDigit(text.charAt(end)) == digits) {
        end++;
      }
      boolean turns = end < text.length() && ".-_".indexOf(text.charAt(end)) < 0;
      if (dash) {
        dropNulls(tokens);
      }
      tokens.add(
          new Token(
              dash,
              digits
                  ? VersionOrder.withoutZeros(text.substring(at, end))
                  : text.substring(at, end)));
      dash = turns || (end < text.length() && text.charAt(end) != '.');
      at = turns ? end : end + 1;
    }
    dropNulls(tokens);
    return tokens;
  }

  private static void dropNulls(List<Token> tokens) {
    while (tokens.size() > 1 && tokens.getLast().isNull()) {
      tokens.removeLast();
    }
  }
}
