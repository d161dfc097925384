package dev.hearth.cli.check.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.check.Finding;
import dev.hearth.cli.check.Rule;
import dev.hearth.cli.check.Severity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Findings for code scanning services. Source: OASIS, "Static Analysis Results Interchange Format
/// (SARIF) Version 2.1.0".
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private SarifReport() {}

  /// @param rules all that were looked for, found or not
  /// @param version of Hearth
  public static ObjectNode of(
      List<? extends Rule<?>> rules, List<Finding> findings, String version) {
    var log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    var run = log.putArray("runs").addObject();
    var driver = run.putObject("tool").putObject("driver");
    driver.put("name", "hearth check");
    driver.put("version", version);
    var described = driver.putArray("rules");
    rules.forEach(rule -> describe(rule, described.addObject()));
    run.put("columnKind", "utf16CodeUnits");
    var results = run.putArray("results");
    var ids = new ArrayList<String>();
    rules.forEach(rule -> ids.add(rule.id()));
    for (var finding : findings) {
      result(finding, ids.indexOf(finding.rule().id()), results.addObject());
    }
    return log;
  }

  private static void describe(Rule<?> rule, ObjectNode node) {
    node.put("id", rule.id());
    node.putObject("shortDescription").put("text", rule.title() + ".");
    node.putObject("help").put("text", rule.advice());
    node.putObject("defaultConfiguration").put("level", level(rule.severity()));
    node.putObject("properties").put("problem.severity", rule.severity().word());
  }

  private static void result(Finding finding, int index, ObjectNode node) {
    var place = finding.place();
    node.put("ruleId", finding.rule().id());
    node.put("ruleIndex", index);
    node.put("level", level(finding.severity()));
    node.putObject("message").put("text", finding.message() + " " + finding.rule().advice());
    var location = node.putArray("locations").addObject();
    if (place.file() != null) {
      var physical = location.putObject("physicalLocation");
      physical.putObject("artifactLocation").put("uri", uri(place.file()));
      if (place.line() > 0) {
        physical.putObject("region").put("startLine", place.line());
      }
    }
    var name =
        place.detail().isEmpty() ? place.resource() : place.resource() + ": " + place.detail();
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", name)
        .put("kind", "resource");
    node.putObject("partialFingerprints").put("hearthCheck/v1", fingerprint(finding));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "note";
    };
  }

  /// A relative reference; `:` would make its first part a scheme.
  private static String uri(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%2F", "/")
        .replace("%21", "!");
  }

  /// The same finding has the same, though lines above it come and go.
  private static String fingerprint(Finding finding) {
    var place = finding.place();
    var text =
        String.join(
            "\n",
            finding.rule().id(),
            place.resource(),
            place.detail(),
            String.valueOf(place.file()),
            finding.message());
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
