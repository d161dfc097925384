package dev.hearth.cli.check.code;

import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Ecosystem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// What is in jars: Maven's own note of each, else the manifest, else the file's name. A jar of
/// several libraries merged has a note of each, and jars within jars are read too.
final class JavaLibraries {
  /// Jars within jars within jars are nobody's way to pack a function.
  private static final int DEEPEST = 2;

  private final Budget budget;
  private final Inventory inventory;

  JavaLibraries(Budget budget, Inventory inventory) {
    this.budget = budget;
    this.inventory = inventory;
  }

  static boolean isJar(String path) {
    return path.endsWith(".jar");
  }

  static boolean isNote(String path) {
    return (path.startsWith("META-INF/maven/") || path.contains("/META-INF/maven/"))
        && path.endsWith("/pom.properties");
  }

  /// A jar of the package.
  void jar(String path, byte[] content) {
    jar(path, content, 1);
  }

  private void jar(String path, byte[] content, int depth) {
    try (var jar = ZipSource.within(path, content, budget)) {
      boolean noted = false;
      byte[] manifest = null;
      for (var entry : jar.paths()) {
        if (isNote(entry)) {
          var note = jar.read(entry, Budget.LARGEST_TEXT);
          noted |= note != null && note(path, note);
        } else if (entry.equals("META-INF/MANIFEST.MF")) {
          manifest = jar.read(entry, Budget.LARGEST_TEXT);
        } else if (isJar(entry) && depth < DEEPEST) {
          var inner = jar.read(entry, Budget.LARGEST_JAR);
          if (inner != null) {
            jar(path + "!/" + entry, inner, depth + 1);
          }
        }
      }
      if (!noted) {
        guess(path, manifest);
      }
    } catch (IOException | RuntimeException e) {
      budget.tell(path, "It is no jar that can be read: " + e.getClass().getSimpleName() + ".");
    }
  }

  /// Maven's note of a library.
  ///
  /// @return whether it says what it is
  boolean note(String path, byte[] content) {
    var note = new Properties();
    try {
      note.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException _) {
      return false; // a broken escape
    }
    var group = note.getProperty("groupId", "");
    var artifact = note.getProperty("artifactId", "");
    if (artifact.isEmpty()) {
      return false;
    }
    inventory.add(component(path, group, artifact, note.getProperty("version")));
    return true;
  }

  private void guess(String path, byte @Nullable [] manifest) {
    var file = path.substring(path.lastIndexOf('/') + 1, path.length() - ".jar".length());
    int split = versionIn(file);
    var name = split < 0 ? file : file.substring(0, split);
    var version = split < 0 ? null : file.substring(split + 1);
    var attributes = attributes(manifest);
    if (version == null && attributes != null) {
      version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      version = version == null ? attributes.getValue("Bundle-Version") : version;
    }
    var group = attributes == null ? null : attributes.getValue("Implementation-Vendor-Id");
    inventory.add(component(path, group == null ? "" : group.strip(), name, version));
  }

  /// Where the `-` before a version is, -1 where there is none.
  private static int versionIn(String file) {
    for (int at = file.indexOf('-'); at >= 0; at = file.indexOf('-', at + 1)) {
      if (at > 0 && at + 1 < file.length() && Character.isDigit(file.charAt(at + 1))) {
        return at;
      }
    }
    return -1;
  }

  private static @Nullable Attributes attributes(byte @Nullable [] manifest) {
    if (manifest == null) {
      return null;
    }
    try {
      return new Manifest(new java.io.ByteArrayInputStream(manifest)).getMainAttributes();
    } catch (IOException | IllegalArgumentException _) {
      return null;
    }
  }

  private Component component(String path, String group, String name, @Nullable String version) {
    return new Component(
        budget.resource(), Ecosystem.JAVA, group, name, blank(version), path, true);
  }

  private static @Nullable String blank(@Nullable String version) {
    return version == null || version.isBlank() ? null : version.strip();
  }
}
