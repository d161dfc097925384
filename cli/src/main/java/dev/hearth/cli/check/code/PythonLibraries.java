package dev.hearth.cli.check.code;

import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Ecosystem;
import org.jspecify.annotations.Nullable;

/// What is installed by pip, and what a list of requirements names. Sources: Python packaging's
/// "Core metadata", "Recording installed projects"; pip's "Requirements file format".
final class PythonLibraries {
  private PythonLibraries() {}

  static boolean isMetadata(String path) {
    return path.endsWith(".dist-info/METADATA") || path.endsWith(".egg-info/PKG-INFO");
  }

  static boolean isRequirements(String path) {
    return path.equals("requirements.txt") || path.endsWith("/requirements.txt");
  }

  /// Whether it lists the files of something installed, from which its folders are known.
  static boolean isRecord(String path) {
    return path.endsWith(".dist-info/RECORD");
  }

  static void metadata(String resource, String path, String text, Inventory inventory) {
    String name = null;
    String version = null;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      if (line.isEmpty()) {
        break; // the description follows
      }
      name = name == null ? header(line, "Name:") : name;
      version = version == null ? header(line, "Version:") : version;
    }
    if (name != null) {
      inventory.add(new Component(resource, Ecosystem.PYTHON, "", name, version, path, true));
    }
  }

  private static @Nullable String header(String line, String name) {
    return line.startsWith(name) ? line.substring(name.length()).strip() : null;
  }

  static void requirements(String resource, String path, String text, Inventory inventory) {
    text.lines()
        .limit(Inventory.MOST)
        .map(PythonLibraries::withoutComment)
        .filter(line -> !line.isEmpty() && Character.isLetterOrDigit(line.charAt(0)))
        .forEach(line -> requirement(resource, path, line, inventory));
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip();
  }

  /// `name[extra]==1.2 ; marker`: only an exact version is one.
  private static void requirement(String resource, String path, String line, Inventory inventory) {
    int end = 0;
    while (end < line.length()
        && (Character.isLetterOrDigit(line.charAt(end)) || "-_.".indexOf(line.charAt(end)) >= 0)) {
      end++;
    }
    var rest = line.substring(end).strip();
    if (rest.startsWith("[") && rest.contains("]")) {
      rest = rest.substring(rest.indexOf(']') + 1).strip();
    }
    if (rest.startsWith(":")) {
      return; // a URL
    }
    String version = null;
    if (rest.startsWith("==")) {
      version = rest.substring(rest.startsWith("===") ? 3 : 2).strip();
      int stop = 0;
      while (stop < version.length() && " ;,\\".indexOf(version.charAt(stop)) < 0) {
        stop++;
      }
      version = version.substring(0, stop);
      version = version.isEmpty() || version.contains("*") ? null : version;
    }
    inventory.add(
        new Component(
            resource, Ecosystem.PYTHON, "", line.substring(0, end), version, path, false));
  }
}
