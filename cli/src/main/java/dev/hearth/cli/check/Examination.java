package dev.hearth.cli.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Shows each subject to every rule and keeps what they find.
public final class Examination {
  /// More findings than anybody reads; a package made to have more is cut off there.
  static final int MOST_FINDINGS = 10_000;

  private final List<Rule<?>> rules;
  private final Set<Finding> findings = new LinkedHashSet<>();

  public Examination(List<? extends Rule<?>> rules) {
    this.rules = List.copyOf(rules);
  }

  public List<Rule<?>> rules() {
    return rules;
  }

  public void examine(Subject subject) {
    for (var rule : rules) {
      rule.check(
          subject,
          finding -> {
            if (findings.size() < MOST_FINDINGS) {
              findings.add(finding);
            }
          });
    }
  }

  /// The worst first, then by place; the same is said once.
  public List<Finding> findings() {
    var sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(finding -> finding.rule().id())
            .thenComparing(finding -> finding.place().text()));
    return sorted;
  }
}
