package dev.hearth.cli.check.code;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Ecosystem;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is in `node_modules`, and what a lock file names. Source: npm's "package.json" and
/// "package-lock.json", versions 1 to 3.
final class NodeLibraries {
  private static final String MODULES = "node_modules/";

  private NodeLibraries() {}

  /// `…/node_modules/name/package.json`, or with a scope; not those deeper within a package.
  static boolean isManifest(String path) {
    int modules = path.lastIndexOf(MODULES);
    boolean within = modules == 0 || (modules > 0 && path.charAt(modules - 1) == '/');
    if (!within || !path.endsWith("/package.json")) {
      return false;
    }
    var name = path.substring(modules + MODULES.length(), path.length() - "/package.json".length());
    long slashes = name.chars().filter(c -> c == '/').count();
    return slashes == (name.startsWith("@") ? 1 : 0);
  }

  static boolean isLock(String path) {
    return !path.contains(MODULES)
        && (path.equals("package-lock.json") || path.endsWith("/package-lock.json"));
  }

  static void manifest(String resource, String path, JsonNode json, Inventory inventory) {
    var name = json.path("name").asText("");
    if (!name.isEmpty()) {
      add(resource, path, name, json.path("version"), true, inventory);
    }
  }

  static void lock(String resource, String path, JsonNode json, Inventory inventory) {
    json.path("packages")
        .properties()
        .forEach(
            each -> {
              int modules = each.getKey().lastIndexOf(MODULES);
              if (modules >= 0 && !isLeftOut(each.getValue())) {
                var name =
                    each.getValue()
                        .path("name")
                        .asText(each.getKey().substring(modules + MODULES.length()));
                add(resource, path, name, each.getValue().path("version"), false, inventory);
              }
            });
    if (!json.has("packages")) {
      versionOne(resource, path, json, inventory);
    }
  }

  /// Dependencies within dependencies, to the depth that JSON may have.
  private static void versionOne(String resource, String path, JsonNode json, Inventory inventory) {
    var open = new ArrayDeque<JsonNode>();
    open.add(json.path("dependencies"));
    while (!open.isEmpty()) {
      for (Map.Entry<String, JsonNode> each : open.remove().properties()) {
        if (!isLeftOut(each.getValue())) {
          add(resource, path, each.getKey(), each.getValue().path("version"), false, inventory);
          open.add(each.getValue().path("dependencies"));
        }
      }
    }
  }

  /// Of development only, or a link to a folder of the project's own.
  private static boolean isLeftOut(JsonNode entry) {
    return entry.path("dev").asBoolean() || entry.path("link").asBoolean();
  }

  private static void add(
      String resource,
      String path,
      String fullName,
      JsonNode version,
      boolean installed,
      Inventory inventory) {
    int slash = fullName.startsWith("@") ? fullName.indexOf('/') : -1;
    inventory.add(
        new Component(
            resource,
            Ecosystem.NODE,
            slash < 0 ? "" : fullName.substring(0, slash),
            fullName.substring(slash + 1),
            text(version),
            path,
            installed));
  }

  private static @Nullable String text(JsonNode version) {
    return version.isTextual() && !version.asText().isEmpty() ? version.asText() : null;
  }
}
