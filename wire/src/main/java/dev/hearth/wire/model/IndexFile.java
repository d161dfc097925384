package dev.hearth.wire.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text files that `wire-index` writes: a line for each fact, columns between tabs, `-`
/// for nothing.
public final class IndexFile {
  private static final String FOLDER = "/dev/hearth/wire/index/";

  private IndexFile() {}

  /// The lines of the file, each split into its columns.
  ///
  /// @param name such as `lambda.constraints`
  /// @throws IllegalArgumentException when there is none of this name
  public static List<String[]> lines(String name) {
    try (var in = IndexFile.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalArgumentException("index: " + name + " (expected: one of services.tsv)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the column holds, or null for `-`.
  public static @Nullable String optional(String column) {
    return column.equals("-") ? null : column;
  }

  static List<String> list(String column) {
    return column.equals("-") ? List.of() : List.of(column.split(",", -1));
  }
}
