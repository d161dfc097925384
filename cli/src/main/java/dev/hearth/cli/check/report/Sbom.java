package dev.hearth.cli.check.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.KnownVulnerabilities;
import dev.hearth.cli.check.Vulnerability;
import dev.hearth.cli.check.secrets.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The libraries of packages as a bill of materials. Source: OWASP CycloneDX 1.6 (ECMA-424), JSON.
public final class Sbom {
  private final KnownVulnerabilities known;
  private final Map<Vulnerability, List<String>> affected = new LinkedHashMap<>();

  /// @param known vulnerabilities that are listed with the libraries
  public Sbom(KnownVulnerabilities known) {
    this.known = known;
  }

  /// @param packages libraries by package: a folder, or functions
  /// @param version of Hearth
  public ObjectNode of(Map<String, List<Component>> packages, Instant now, String version) {
    var bom = JsonNodeFactory.instance.objectNode();
    bom.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    bom.put("bomFormat", "CycloneDX");
    bom.put("specVersion", "1.6");
    bom.put("serialNumber", "urn:uuid:" + serial(packages, now));
    bom.put("version", 1);
    var metadata = bom.putObject("metadata");
    metadata.put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    metadata
        .putObject("tools")
        .putArray("components")
        .addObject()
        .put("type", "application")
        .put("name", "hearth")
        .put("version", version);
    var components = bom.putArray("components");
    var dependencies = bom.putArray("dependencies");
    if (packages.size() == 1) {
      var only = packages.entrySet().iterator().next();
      application(metadata.putObject("component"), only.getKey());
      libraries(only.getKey(), only.getValue(), components, dependencies);
    } else {
      packages.forEach(
          (resource, libraries) -> {
            var node = components.addObject();
            application(node, resource);
            if (!libraries.isEmpty()) {
              libraries(resource, libraries, node.putArray("components"), dependencies);
            }
          });
    }
    if (!affected.isEmpty()) {
      vulnerabilities(bom.putArray("vulnerabilities"));
    }
    return bom;
  }

  private static void application(ObjectNode node, String resource) {
    node.put("type", "application");
    node.put("bom-ref", SafeText.of(resource));
    node.put("name", SafeText.of(resource));
  }

  private void libraries(
      String resource, List<Component> libraries, ArrayNode components, ArrayNode dependencies) {
    var dependency = dependencies.addObject().put("ref", SafeText.of(resource));
    var dependsOn = dependency.putArray("dependsOn");
    int number = 0;
    for (var library : libraries) {
      // The number keeps references apart where names are cut or alike.
      var reference = SafeText.of(resource) + "#" + ++number;
      dependsOn.add(reference);
      library(library, reference, components.addObject());
      for (var vulnerability : known.affecting(library)) {
        affected.computeIfAbsent(vulnerability, _ -> new ArrayList<>()).add(reference);
      }
    }
  }

  private static void library(Component library, String reference, ObjectNode node) {
    node.put("type", "library");
    node.put("bom-ref", reference);
    if (!library.group().isEmpty()) {
      node.put("group", SafeText.of(library.group()));
    }
    node.put("name", SafeText.of(library.name()));
    if (library.version() != null) {
      node.put("version", SafeText.of(library.version()));
    }
    var purl = library.purl();
    if (purl != null) {
      node.put("purl", SafeText.of(purl));
    }
    node.putObject("evidence")
        .putArray("occurrences")
        .addObject()
        .put("location", SafeText.of(library.location()));
  }

  private void vulnerabilities(ArrayNode list) {
    affected.forEach(
        (vulnerability, references) -> {
          var node = list.addObject();
          node.put("id", SafeText.of(vulnerability.id()));
          node.putArray("ratings").addObject().put("severity", vulnerability.severity().word());
          if (!vulnerability.summary().isEmpty()) {
            node.put("description", SafeText.of(vulnerability.summary()));
          }
          var affects = node.putArray("affects");
          references.forEach(reference -> affects.addObject().put("ref", reference));
        });
  }

  /// Of what is listed and when: the same content has the same number within a second.
  private static UUID serial(Map<String, List<Component>> packages, Instant now) {
    var text = packages + " " + now.getEpochSecond();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
