package dev.hearth.cli.check.osv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The order of versions of Python packages: epoch, release, pre-release, post-release, development
/// release, local part. Source: Python packaging's "Version specifiers" (PEP 440).
///
/// Read with tolerance: what is not of that form is compared part by part.
final class PythonVersion {
  private static final String ZERO = "0";

  private String epoch = ZERO;
  private final List<String> release = new ArrayList<>();

  /// -1 development release of no pre-release, 0 alpha, 1 beta, 2 candidate, 3 none.
  private int stage = 3;

  private String pre = ZERO;
  private String post = "";
  private String dev = "";
  private String local = "";

  private PythonVersion(String text) {
    var rest = text.strip().toLowerCase(Locale.ROOT);
    int plus = rest.indexOf('+');
    if (plus >= 0) {
      local = rest.substring(plus + 1).replace('-', '.').replace('_', '.');
      rest = rest.substring(0, plus);
    }
    rest = rest.startsWith("v") ? rest.substring(1) : rest;
    int mark = rest.indexOf('!');
    if (mark > 0) {
      epoch = rest.substring(0, mark);
      rest = rest.substring(mark + 1);
    }
    parts(rest);
    while (release.size() > 1 && release.getLast().equals(ZERO)) {
      release.removeLast(); // 1.0 is 1
    }
  }

  private void parts(String text) {
    var tokens = tokens(text);
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (VersionOrder.isNumber(token)) {
        release.add(VersionOrder.withoutZeros(token));
        continue;
      }
      boolean numbered = i + 1 < tokens.size() && VersionOrder.isNumber(tokens.get(i + 1));
      var number = numbered ? VersionOrder.withoutZeros(tokens.get(++i)) : ZERO;
      switch (token) {
        case "a", "alpha" -> stage(0, number);
        case "b", "beta" -> stage(1, number);
        case "c", "rc", "pre", "preview" -> stage(2, number);
        case "post", "rev", "r", "-" -> post = number;
        case "dev" -> dev = number;
        default -> local = local + "." + token + "." + number;
      }
    }
    if (!dev.isEmpty() && stage == 3 && post.isEmpty()) {
      stage = -1;
    }
  }

  private void stage(int found, String number) {
    stage = found;
    pre = number;
  }

  /// Runs of digits and of letters; `-` only before a number that is a post-release so.
  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      boolean digit = Character.isDigit(c);
      if (digit || Character.isLetter(c)) {
        while (end < text.length()
            && (digit
                ? Character.isDigit(text.charAt(end))
                : Character.isLetter(text.charAt(end)))) {
          end++;
        }
        tokens.add(text.substring(at, end));
      } else if (c == '-'
          && end < text.length()
          && Character.isDigit(text.charAt(end))
          && VersionOrder.isNumber(tokens.isEmpty() ? "" : tokens.getLast())) {
        tokens.add("-");
      }
      at = end;
    }
    return tokens;
  }

  static int compare(String a, String b) {
    return new PythonVersion(a).compareTo(new PythonVersion(b));
  }

  private int compareTo(PythonVersion other) {
    int compared = VersionOrder.numbers(epoch, other.epoch);
    for (int i = 0; compared == 0 && i < Math.max(release.size(), other.release.size()); i++) {
      compared = VersionOrder.numbers(release(i), other.release(i));
    }
    compared = compared != 0 ? compared : Integer.compare(stage, other.stage);
    compared = compared != 0 ? compared : VersionOrder.numbers(pre, other.pre);
    compared = compared != 0 ? compared : absentFirst(post, other.post);
    compared = compared != 0 ? compared : absentLast(dev, other.dev);
    return compared != 0 ? compared : local(local, other.local);
  }

  private String release(int index) {
    return index < release.size() ? release.get(index) : ZERO;
  }

  /// None is before any.
  private static int absentFirst(String a, String b) {
    return a.isEmpty() || b.isEmpty()
        ? Boolean.compare(!a.isEmpty(), !b.isEmpty())
        : VersionOrder.numbers(a, b);
  }

  /// None is after any: a release is after its development releases.
  private static int absentLast(String a, String b) {
    return a.isEmpty() || b.isEmpty()
        ? Boolean.compare(a.isEmpty(), b.isEmpty())
        : VersionOrder.numbers(a, b);
  }

  private static int local(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(!a.isEmpty(), !b.isEmpty());
    }
    var left = a.split("\\.", -1);
    var right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      boolean number = VersionOrder.isNumber(left[i]);
      boolean other = VersionOrder.isNumber(right[i]);
      int compared =
          number && other
              ? VersionOrder.numbers(left[i], right[i])
              : number != other ? (number ? 1 : -1) : left[i].compareTo(right[i]);
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(left.length, right.length);
  }
}
