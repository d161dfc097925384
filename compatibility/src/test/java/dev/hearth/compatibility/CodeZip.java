package dev.hearth.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Deployment packages.
final class CodeZip {
  private CodeZip() {}

  static byte[] of(String file, String source) {
    return of(file, source.getBytes(StandardCharsets.UTF_8));
  }

  /// Files, each a name and its source.
  static byte[] ofSources(Map<String, String> sources) {
    var files = new HashMap<String, byte[]>();
    sources.forEach((file, source) -> files.put(file, source.getBytes(StandardCharsets.UTF_8)));
    return of(files);
  }

  /// A file, and beside it what `folder` holds.
  static byte[] of(String file, String source, Path folder) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        var tree = Files.walk(folder)) {
      zip.putNextEntry(new ZipEntry(file));
      zip.write(source.getBytes(StandardCharsets.UTF_8));
      for (var path : tree.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
        Files.copy(path, zip);
      }
    }
    return bytes.toByteArray();
  }

  static byte[] of(String file, byte[] content) {
    return of(Map.of(file, content));
  }

  static byte[] of(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
