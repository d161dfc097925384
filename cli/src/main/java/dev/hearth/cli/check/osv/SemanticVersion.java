package dev.hearth.cli.check.osv;

/// The order of versions of npm. Source: Semantic Versioning 2.0.0, section 11.
final class SemanticVersion {
  private SemanticVersion() {}

  static int compare(String a, String b) {
    var left = plain(a);
    var right = plain(b);
    int byNumbers = list(core(left), core(right), true);
    if (byNumbers != 0) {
      return byNumbers;
    }
    var before = pre(left);
    var other = pre(right);
    if (before.isEmpty() || other.isEmpty()) {
      return Boolean.compare(before.isEmpty(), other.isEmpty()); // a release is after its previews
    }
    return list(before, other, false);
  }

  /// Without build and `v`.
  private static String plain(String version) {
    int build = version.indexOf('+');
    var plain = build < 0 ? version : version.substring(0, build);
    return plain.startsWith("v") || plain.startsWith("=") ? plain.substring(1) : plain;
  }

  private static String core(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? version : version.substring(0, dash);
  }

  private static String pre(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  /// @param padded whether missing parts are zeros; else a longer list is newer
  private static int list(String a, String b, boolean padded) {
    var left = a.split("\\.", -1);
    var right = b.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      if (!padded && (i >= left.length || i >= right.length)) {
        return Integer.compare(left.length, right.length);
      }
      int compared = part(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int part(String a, String b) {
    boolean number = VersionOrder.isNumber(a);
    boolean other = VersionOrder.isNumber(b);
    return number && other
        ? VersionOrder.numbers(a, b)
        : number != other ? (number ? -1 : 1) : a.compareTo(b);
  }
}
