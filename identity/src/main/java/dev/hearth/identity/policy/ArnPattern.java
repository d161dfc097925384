package dev.hearth.identity.policy;

import java.util.List;

/// A pattern of ARNs. Its six parts match one by one, so that a wildcard in one of the first five
/// never reaches into the next; the resource, the sixth, is matched whole, colons included.
///
/// A pattern of fewer parts, as `*` or `arn:aws:sqs:*`, matches across parts.
final class ArnPattern {
  private static final int PARTS = 6;

  private final Template whole;
  private final List<Template> parts;

  /// The pattern of a `Resource` element, whose missing parts are asterisks: `arn:aws:sqs` is
  /// `arn:aws:sqs:*:*:*`. An asterisk alone stands for everything, no resource included.
  ///
  /// Source: IAM User Guide, "IAM JSON policy elements: Resource".
  static ArnPattern ofResource(String text, boolean variables) {
    var complete = new StringBuilder(text);
    int missing =
        text.equals("*") ? 0 : PARTS - Template.of(text, true, variables).split(PARTS).size();
    return new ArnPattern(complete.repeat(":*", missing).toString(), variables);
  }

  ArnPattern(String text, boolean variables) {
    this.whole = Template.of(text, true, variables);
    this.parts = whole.split(PARTS);
  }

  boolean matches(String arn, Keys keys) {
    if (parts.size() < PARTS) {
      var glob = whole.resolve(keys);
      return glob != null && glob.matches(arn);
    }
    int from = 0;
    for (int i = 0; i < PARTS; i++) {
      int to = i == PARTS - 1 ? arn.length() : arn.indexOf(':', from);
      var glob = parts.get(i).resolve(keys);
      if (to < 0 || glob == null || !glob.matches(arn, from, to)) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }
}
