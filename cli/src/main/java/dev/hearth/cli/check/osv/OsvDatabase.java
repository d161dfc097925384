package dev.hearth.cli.check.osv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.KnownVulnerabilities;
import dev.hearth.cli.check.Vulnerability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The records of an export that are about libraries at hand; others are forgotten as they are
/// read, for exports have hundreds of thousands.
public final class OsvDatabase implements KnownVulnerabilities {
  private final Map<String, List<Affected>> byName = new HashMap<>();

  /// One entry of a record's `affected`.
  private record Affected(JsonNode node, Vulnerability vulnerability) {}

  /// Reads what is known about `components`.
  ///
  /// @param export a JSON record, a folder of them, or a zip archive of them
  /// @return how many records the export has
  /// @throws IOException where it cannot be read
  public int load(Path export, Collection<Component> components) throws IOException {
    var wanted = new HashSet<String>();
    components.forEach(component -> wanted.add(key(component)));
    var records = new OsvFiles(record -> keep(record, wanted));
    records.read(export);
    return records.count();
  }

  private void keep(JsonNode record, Collection<String> wanted) {
    if (record.has("withdrawn")) {
      return;
    }
    for (var affected : record.path("affected")) {
      var ecosystem = affected.path("package").path("ecosystem").asText();
      int suffix = ecosystem.indexOf(':'); // such as Maven:https://…, another repository
      var key =
          (suffix < 0 ? ecosystem : ecosystem.substring(0, suffix))
              + " "
              + affected.path("package").path("name").asText();
      if (wanted.contains(key)) {
        byName
            .computeIfAbsent(key, _ -> new ArrayList<>())
            .add(new Affected(affected, OsvRecord.vulnerability(record, affected)));
      }
    }
  }

  private static String key(Component component) {
    return component.ecosystem().osv() + " " + component.fullName();
  }

  @Override
  public List<Vulnerability> affecting(Component component) {
    var version = component.version();
    if (version == null) {
      return List.of();
    }
    var order = VersionOrder.of(component.ecosystem());
    return byName.getOrDefault(key(component), List.of()).stream()
        .filter(each -> OsvRecord.affects(each.node, version, order))
        .map(Affected::vulnerability)
        .distinct()
        .toList();
  }
}
