package dev.hearth.sandbox.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;

/// An archive of some of this program's own classes, for a JVM to be started with.
///
/// @param main the class that it starts
/// @param beginnings of the paths of those classes: the packages, or the classes
/// @param libraries beside it, that it sees as well
/// @param attributes more of the manifest's
record ClassArchive(
    Class<?> main, List<String> beginnings, List<Path> libraries, Map<String, String> attributes) {
  private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 1, 1, 0, 0);

  /// The archive that `type` was loaded from, or the folder where this program runs from a build.
  static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String name(Path library) {
    return Objects.requireNonNull(library.getFileName()).toString();
  }

  /// What changes when its classes or its manifest do. Archives tell their entries' checksums, so
  /// that nothing is unpacked for it, which every start of a server waits for.
  byte[] fingerprint() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(manifest());
    for (var each : checksums(source(main)).entrySet()) {
      out.write((each.getKey() + " " + each.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private TreeMap<String, String> checksums(Path source) throws IOException {
    var checksums = new TreeMap<String, String>();
    if (Files.isDirectory(source)) {
      for (var file : ofFolder(source).entrySet()) {
        var crc = new CRC32();
        crc.update(file.getValue());
        checksums.put(file.getKey(), crc.getValue() + " " + file.getValue().length);
      }
      return checksums;
    }
    try (var jar = new JarFile(source.toFile())) {
      jar.stream()
          .filter(entry -> holds(entry.getName()))
          .forEach(entry -> checksums.put(entry.getName(), entry.getCrc() + " " + entry.getSize()));
    }
    return checksums;
  }

  /// The same bytes every time.
  byte[] bytes() throws IOException {
    var source = source(main);
    var classes = Files.isDirectory(source) ? ofFolder(source) : ofArchive(source);
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes)) {
      add(jar, "META-INF/MANIFEST.MF", manifest());
      for (var file : classes.entrySet()) {
        add(jar, file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    var entry = new JarEntry(name);
    entry.setTimeLocal(EPOCH);
    jar.putNextEntry(entry);
    jar.write(content);
  }

  private byte[] manifest() throws IOException {
    var manifest = new Manifest();
    var main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, this.main.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        String.join(" ", libraries.stream().map(ClassArchive::name).toList()));
    attributes.forEach(main::putValue);
    var out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  private boolean holds(String path) {
    return path.endsWith(".class") && beginnings.stream().anyMatch(path::startsWith);
  }

  private TreeMap<String, byte[]> ofFolder(Path folder) throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (var tree = Files.walk(folder)) {
      for (var file : tree.toList()) {
        var path = folder.relativize(file).toString();
        if (holds(path)) {
          classes.put(path, Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  private TreeMap<String, byte[]> ofArchive(Path archive) throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (var jar = new JarFile(archive.toFile())) {
      for (var entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (holds(entry.getName())) {
          try (var in = jar.getInputStream(entry)) {
            classes.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }
}
