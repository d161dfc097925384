package dev.hearth.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/// A function's package as it was deployed.
final class CodePackage {
  private static final int PROGRAM = 0100755;

  private final byte[] archive;

  CodePackage(byte[] archive) {
    this.archive = archive;
  }

  /// Bytes, unpacked, of each package of Python's or Node's, and of each file at the top.
  Map<String, Long> sizes(ImportProfile.Naming naming) {
    var sizes = new TreeMap<String, Long>();
    try (var zip = open()) {
      Collections.list(zip.getEntries()).stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(
              entry -> sizes.merge(owner(entry.getName(), naming), entry.getSize(), Long::sum));
      return sizes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String owner(String path, ImportProfile.Naming naming) {
    return switch (naming) {
      case PYTHON -> path.contains("/") ? path.substring(0, path.indexOf('/')) : stem(path);
      case NODE -> naming.packageOf("/var/task/" + path);
    };
  }

  private static String stem(String file) {
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /// The same archive with one more file at its top.
  byte[] with(String name, byte[] content) {
    var out = new ByteArrayOutputStream(archive.length + content.length + 512);
    try (var zip = open();
        var copy = new ZipArchiveOutputStream(out)) {
      zip.copyRawEntries(copy, entry -> !entry.getName().equals(name));
      var entry = new ZipArchiveEntry(name);
      entry.setUnixMode(PROGRAM);
      copy.putArchiveEntry(entry);
      copy.write(content);
      copy.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private ZipFile open() throws IOException {
    return ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(archive)).get();
  }
}
