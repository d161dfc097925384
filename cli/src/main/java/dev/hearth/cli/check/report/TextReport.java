package dev.hearth.cli.check.report;

import dev.hearth.cli.Style;
import dev.hearth.cli.check.Finding;
import dev.hearth.cli.check.Severity;
import java.util.ArrayList;
import java.util.List;

/// Findings for people.
public final class TextReport {
  private TextReport() {}

  /// Three lines for each finding, the worst first, and what they add up to.
  public static String render(List<Finding> findings, Style style) {
    if (findings.isEmpty()) {
      return style.good("✓ ") + "Nothing found.\n";
    }
    var text = new StringBuilder();
    for (var finding : findings) {
      text.append(mark(finding.severity(), style))
          .append("  ")
          .append(style.bold(finding.rule().id()))
          .append("  ")
          .append(finding.place().text())
          .append("\n        ")
          .append(finding.message())
          .append("\n        ")
          .append(style.dim(finding.rule().advice()))
          .append("\n\n");
    }
    return text.append(sum(findings)).append('\n').toString();
  }

  private static String mark(Severity severity, Style style) {
    return switch (severity) {
      case HIGH -> style.bad("high  ");
      case MEDIUM -> style.warning("medium");
      case LOW -> style.dim("low   ");
    };
  }

  private static String sum(List<Finding> findings) {
    var parts = new ArrayList<String>();
    for (var severity : List.of(Severity.HIGH, Severity.MEDIUM, Severity.LOW)) {
      long count = count(findings, severity);
      if (count > 0) {
        parts.add(count + " " + severity.word());
      }
    }
    return findings.size()
        + (findings.size() == 1 ? " finding: " : " findings: ")
        + String.join(", ", parts)
        + ".";
  }

  static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
