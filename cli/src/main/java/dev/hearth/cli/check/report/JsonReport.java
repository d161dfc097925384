package dev.hearth.cli.check.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.check.Finding;
import dev.hearth.cli.check.Severity;
import java.util.List;

/// Findings for programs.
///
/// `{"findings": [{"rule", "severity", "resource", "detail"?, "file"?, "line"?, "message",
/// "advice"}], "counts": {"low", "medium", "high"}, "components": number of libraries}`
public final class JsonReport {
  private JsonReport() {}

  /// @param components how many libraries were found
  public static ObjectNode of(List<Finding> findings, int components) {
    var report = JsonNodeFactory.instance.objectNode();
    var list = report.putArray("findings");
    for (var finding : findings) {
      var place = finding.place();
      var node = list.addObject();
      node.put("rule", finding.rule().id());
      node.put("severity", finding.severity().word());
      node.put("resource", place.resource());
      if (!place.detail().isEmpty()) {
        node.put("detail", place.detail());
      }
      if (place.file() != null) {
        node.put("file", place.file());
      }
      if (place.line() > 0) {
        node.put("line", place.line());
      }
      node.put("message", finding.message());
      node.put("advice", finding.rule().advice());
    }
    var counts = report.putObject("counts");
    for (var severity : Severity.values()) {
      counts.put(severity.word(), TextReport.count(findings, severity));
    }
    report.put("components", components);
    return report;
  }
}
