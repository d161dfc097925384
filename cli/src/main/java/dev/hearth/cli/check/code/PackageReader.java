package dev.hearth.cli.check.code;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.cli.check.CodeFile;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.PolicyDocument;
import dev.hearth.cli.check.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a package once: text files and policies go to the rules, libraries into its inventory.
public final class PackageReader {
  /// Files that hold no text, by the end of their names; others are found by their first bytes.
  private static final Set<String> BINARY =
      Set.of(
          "so", "dll", "dylib", "node", "wasm", "class", "pyc", "pyd", "a", "o", "exe", "bin",
          "png", "jpg", "jpeg", "gif", "ico", "webp", "woff", "woff2", "ttf", "otf", "eot", "pdf",
          "gz", "bz2", "xz", "zst", "zip", "tar", "whl", "onnx", "npz", "npy", "parquet", "db",
          "sqlite", "mp3", "mp4", "wav", "jar");

  private static final int SNIFFED = 8192;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxStringLength(1 << 20)
                          .build())
                  .build())
          .build();

  private final String resource;
  private final CodeSource source;
  private final Inventory inventory;
  private final JavaLibraries java;
  private final Set<String> installed = new HashSet<>();
  private final Consumer<Subject> subjects;

  /// @param budget whose package this is; tells afterwards what was not read
  /// @param subjects takes files and policies
  public PackageReader(CodeSource source, Budget budget, Consumer<Subject> subjects) {
    this.resource = budget.resource();
    this.source = source;
    this.subjects = subjects;
    inventory = new Inventory(budget);
    java = new JavaLibraries(budget, inventory);
  }

  /// Reads it.
  ///
  /// @return its libraries, sorted
  public List<Component> read() {
    for (var path : source.paths()) {
      if (PythonLibraries.isRecord(path)) {
        record(path);
      }
    }
    for (var path : source.paths()) {
      if (JavaLibraries.isJar(path)) {
        var content = source.read(path, Budget.LARGEST_JAR);
        if (content != null) {
          java.jar(path, content);
        }
      } else if (!BINARY.contains(extension(path))) {
        var content = source.read(path, Budget.LARGEST_TEXT);
        if (content != null && isText(content)) {
          text(path, content);
        }
      }
    }
    return inventory.components();
  }

  /// Remembers which folders and modules something installed has.
  private void record(String path) {
    var content = source.read(path, Budget.LARGEST_TEXT);
    if (content == null) {
      return;
    }
    var folder = path.substring(0, path.lastIndexOf('/'));
    var parent = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/') + 1) : "";
    new String(content, StandardCharsets.UTF_8)
        .lines()
        .limit(Budget.MOST_ENTRIES)
        .filter(line -> !line.startsWith("../") && line.contains(","))
        .map(line -> line.substring(0, line.indexOf(',')))
        .forEach(
            file ->
                installed.add(
                    parent + (file.contains("/") ? file.substring(0, file.indexOf('/')) : file)));
  }

  private void text(String path, byte[] content) {
    var text = new String(content, StandardCharsets.UTF_8);
    boolean dependency = isDependency(path);
    subjects.accept(new CodeFile(resource, path, text, dependency));
    if (PythonLibraries.isMetadata(path)) {
      PythonLibraries.metadata(resource, path, text, inventory);
    } else if (PythonLibraries.isRequirements(path) && !dependency) {
      PythonLibraries.requirements(resource, path, text, inventory);
    } else if (JavaLibraries.isNote(path)) {
      java.note(path, content);
    } else if (path.endsWith(".json")) {
      json(path, content, dependency);
    }
  }

  private void json(String path, byte[] content, boolean dependency) {
    boolean manifest = NodeLibraries.isManifest(path);
    if (dependency && !manifest) {
      return;
    }
    var json = parse(content);
    if (json == null) {
      return;
    }
    if (manifest) {
      NodeLibraries.manifest(resource, path, json, inventory);
    } else if (NodeLibraries.isLock(path)) {
      NodeLibraries.lock(resource, path, json, inventory);
    } else if (json.path("Statement").isContainerNode()) {
      subjects.accept(PolicyDocument.of(Place.file(resource, path, 0), json));
    }
  }

  private static @Nullable JsonNode parse(byte[] content) {
    try {
      return JSON.readTree(content);
    } catch (IOException _) {
      return null; // a file named .json need not be any
    }
  }

  private boolean isDependency(String path) {
    if (path.startsWith("node_modules/")
        || path.contains("/node_modules/")
        || path.contains("/site-packages/")
        || path.contains(".dist-info/")) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (installed.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return installed.contains(path);
  }

  private static boolean isText(byte[] content) {
    for (int at = 0; at < Math.min(content.length, SNIFFED); at++) {
      if (content[at] == 0) {
        return false;
      }
    }
    return true;
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
