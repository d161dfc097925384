package dev.hearth.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Deployment packages with one file.
final class CodeZip {
  private CodeZip() {}

  static byte[] of(String file, String source) {
    return of(file, source.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] of(String file, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(file));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
