package dev.hearth.cli.check.osv;

import java.util.HashMap;
import java.util.Map;

/// The base score of a CVSS vector of version 3. Source: FIRST, "Common Vulnerability Scoring
/// System v3.1: Specification", section 7.1.
final class Cvss {
  private Cvss() {}

  /// @return 0 to 10, or -1 for what is no vector of version 3
  static double score(String vector) {
    if (!vector.startsWith("CVSS:3.")) {
      return -1;
    }
    var metrics = new HashMap<String, String>();
    for (var part : vector.split("/", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        metrics.put(part.substring(0, colon), part.substring(colon + 1));
      }
    }
    boolean changed = "C".equals(metrics.get("S"));
    double confidentiality = impact(metrics, "C");
    double integrity = impact(metrics, "I");
    double availability = impact(metrics, "A");
    double base = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability);
    double impact =
        changed ? 7.52 * (base - 0.029) - 3.25 * Math.pow(base - 0.02, 15) : 6.42 * base;
    if (impact <= 0) {
      return 0;
    }
    double exploitability =
        8.22
            * value(metrics, "AV", Map.of("N", 0.85, "A", 0.62, "L", 0.55, "P", 0.2))
            * value(metrics, "AC", Map.of("L", 0.77, "H", 0.44))
            * value(
                metrics,
                "PR",
                changed
                    ? Map.of("N", 0.85, "L", 0.68, "H", 0.5)
                    : Map.of("N", 0.85, "L", 0.62, "H", 0.27))
            * value(metrics, "UI", Map.of("N", 0.85, "R", 0.62));
    double sum = impact + exploitability;
    return roundUp(Math.min(changed ? 1.08 * sum : sum, 10));
  }

  private static double impact(Map<String, String> metrics, String name) {
    return value(metrics, name, Map.of("H", 0.56, "L", 0.22, "N", 0.0));
  }

  private static double value(
      Map<String, String> metrics, String name, Map<String, Double> values) {
    return values.getOrDefault(metrics.getOrDefault(name, ""), 0.0);
  }

  /// To the next tenth, as appendix A has it.
  private static double roundUp(double score) {
    long exact = Math.round(score * 100_000);
    return exact % 10_000 == 0 ? exact / 100_000.0 : (exact / 10_000 + 1) / 10.0;
  }
}
