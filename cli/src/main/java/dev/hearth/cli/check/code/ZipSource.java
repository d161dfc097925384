package dev.hearth.cli.check.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/// A zip archive, or a jar within one.
public final class ZipSource implements CodeSource {
  private final ZipFile zip;
  private final Budget budget;
  private final String prefix;
  private final Map<String, ZipArchiveEntry> entries = new LinkedHashMap<>();

  private ZipSource(ZipFile zip, String prefix, Budget budget) {
    this.zip = zip;
    this.prefix = prefix;
    this.budget = budget;
    for (var entry : Collections.list(zip.getEntries())) {
      if (!budget.entry()) {
        break;
      }
      if (entry.isUnixSymlink()) {
        budget.tell(prefix + entry.getName(), "It is a link; links in archives are not followed.");
      } else if (!entry.isDirectory()) {
        entries.putIfAbsent(entry.getName().replace('\\', '/'), entry);
      }
    }
  }

  /// An archive on disk.
  ///
  /// @throws IOException where it is none
  public static ZipSource of(Path archive, Budget budget) throws IOException {
    return new ZipSource(ZipFile.builder().setPath(archive).get(), "", budget);
  }

  /// An archive within a package.
  ///
  /// @param path of the archive
  /// @throws IOException where it is none
  static ZipSource within(String path, byte[] archive, Budget budget) throws IOException {
    var channel = new SeekableInMemoryByteChannel(archive);
    var zip = ZipFile.builder().setSeekableByteChannel(channel).get();
    return new ZipSource(zip, path + "!/", budget);
  }

  @Override
  public List<String> paths() {
    return new ArrayList<>(entries.keySet());
  }

  @Override
  public byte @Nullable [] read(String path, int largest) {
    var entry = entries.get(path);
    return entry == null
        ? null
        : Bounded.read(budget, prefix + path, largest, () -> zip.getInputStream(entry));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
