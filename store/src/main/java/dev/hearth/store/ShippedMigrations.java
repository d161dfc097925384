package dev.hearth.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// The migrations on the class path, by their names alone.
final class ShippedMigrations {
  private static final Pattern NAME = Pattern.compile("(?:.*/)?V([0-9]{1,6})__[^/]*\\.sql");

  private ShippedMigrations() {}

  /// The version of the part's newest migration.
  static int newest(Schema schema) {
    return names(schema).stream()
        .map(NAME::matcher)
        .filter(matcher -> matcher.matches())
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max()
        .orElseThrow(() -> new IllegalStateException("no migrations in " + schema.folder() + "/"));
  }

  private static List<String> names(Schema schema) {
    var folder = Schema.class.getClassLoader().getResource(schema.folder());
    if (folder == null) {
      return List.of();
    }
    try {
      return folder.getProtocol().equals("jar") ? inJar(folder) : inFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The jar is the class loader's own, already open, and so must not be closed here.
  private static List<String> inJar(URL folder) throws IOException {
    var connection = (JarURLConnection) folder.openConnection();
    var prefix = connection.getEntryName();
    return connection.getJarFile().stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private static List<String> inFolder(URL folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
