package dev.hearth.cli.check.osv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/// Reads the files of an export, one record at a time.
final class OsvFiles {
  /// The largest record there was in 2026 has 3 MiB: versions of the Linux kernel.
  static final int LARGEST_RECORD = 16 << 20;

  /// All ecosystems together had less than 1 million records in 2026.
  static final int MOST_RECORDS = 5_000_000;

  /// Bytes, unpacked, of a whole export.
  static final long MOST_BYTES = 32L << 30;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .build();

  private final Consumer<JsonNode> records;
  private int count;
  private long bytes;

  OsvFiles(Consumer<JsonNode> records) {
    this.records = records;
  }

  int count() {
    return count;
  }

  /// @throws IOException where it cannot be read, is no JSON, or is too large
  void read(Path export) throws IOException {
    if (Files.isDirectory(export)) {
      try (Stream<Path> files = Files.walk(export)) {
        for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          if (isRecord(file.toString())) {
            file(file);
          } else if (isArchive(file)) {
            archive(file);
          }
        }
      }
    } else if (isArchive(export)) {
      archive(export);
    } else {
      file(export);
    }
  }

  private static boolean isArchive(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  private static boolean isRecord(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private void file(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      record(String.valueOf(file.getFileName()), in);
    }
  }

  private void archive(Path file) throws IOException {
    try (var zip = new ZipInputStream(Files.newInputStream(file))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory() && isRecord(entry.getName())) {
          record(entry.getName(), zip);
        }
      }
    }
  }

  private void record(String name, InputStream in) throws IOException {
    var content = in.readNBytes(LARGEST_RECORD + 1);
    bytes += content.length;
    if (content.length > LARGEST_RECORD || bytes > MOST_BYTES) {
      throw new IOException(
          name
              + " of the OSV export is larger than "
              + (LARGEST_RECORD >> 20)
              + " MiB, or all is"
              + " larger than "
              + (MOST_BYTES >> 30)
              + " GiB");
    }
    var json = JSON.readTree(content);
    for (var each : json.isArray() ? json : java.util.List.of(json)) {
      if (++count > MOST_RECORDS) {
        throw new IOException("the OSV export has more than " + MOST_RECORDS + " records");
      }
      records.accept(each);
    }
  }
}
