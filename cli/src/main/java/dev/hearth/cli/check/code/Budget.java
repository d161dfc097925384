package dev.hearth.cli.check.code;

import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Unread;
import java.util.ArrayList;
import java.util.List;

/// How much of one package is read at most, all archives within it counted; and what was not.
public final class Budget {
  /// Files and folders of a package, archives in it included.
  static final int MOST_ENTRIES = 200_000;

  /// Bytes of all files that are read, unpacked: four times what Lambda allows, for jars in it are
  /// unpacked as well.
  static final long MOST_BYTES = 1L << 30;

  /// Bytes of a file that is read as text.
  static final int LARGEST_TEXT = 8 << 20;

  /// Bytes of a jar.
  static final int LARGEST_JAR = 128 << 20;

  /// Each is told; beyond this many it is only said that there are more.
  private static final int MOST_TOLD = 100;

  private final String resource;
  private final List<Unread> unread = new ArrayList<>();
  private long bytes = MOST_BYTES;
  private int entries = MOST_ENTRIES;

  /// @param resource the package
  public Budget(String resource) {
    this.resource = resource;
  }

  String resource() {
    return resource;
  }

  /// Takes one entry.
  ///
  /// @return false where there are too many
  boolean entry() {
    if (entries == 0) {
      tell("", "It has more than " + MOST_ENTRIES + " files; the rest was not read.");
    }
    return entries-- > 0;
  }

  /// Bytes that may still be read, up to `largest`.
  int allowed(int largest) {
    return (int) Math.min(largest, Math.max(0, bytes));
  }

  void take(int read) {
    bytes -= read;
  }

  /// @param path empty of the package as a whole
  void tell(String path, String reason) {
    if (unread.size() < MOST_TOLD) {
      unread.add(
          new Unread(path.isEmpty() ? Place.of(resource) : Place.file(resource, path, 0), reason));
    } else if (unread.size() == MOST_TOLD) {
      unread.add(new Unread(Place.of(resource), "More of it could not be read."));
    }
  }

  /// What was not read, and why.
  public List<Unread> unread() {
    return List.copyOf(unread);
  }
}
