package dev.hearth.functions.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Unpacks one layer of an image into a folder of its own: files 0444, or 0555 where they were
/// executable, folders 0755. Owners, times and special bits are not kept; whiteouts stay the empty
/// files that they are.
///
/// Nothing in a layer is trusted. Symbolic links may say what they like, for inside a sandbox they
/// lead nowhere else, and out here none is ever followed: nothing is written below one, and a hard
/// link is to a file of the same layer only.
final class LayerUnpacker {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("r-xr-xr-x");
  private static final int OWNER_EXECUTES = 0100;
  private static final int MAX_ENTRIES = 500_000;
  private static final int MAX_NAME_BYTES = 255; // NAME_MAX of every Linux file system
  private static final int MAX_PATH_BYTES = 4096;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path folder;
  private final TarArchiveInputStream tar;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long bytesLeft;
  private int entriesLeft = MAX_ENTRIES;

  private LayerUnpacker(Path folder, TarArchiveInputStream tar, long maxBytes) {
    this.folder = folder;
    this.tar = tar;
    this.bytesLeft = maxBytes;
  }

  /// Unpacks `tar` into the new folder `folder`.
  ///
  /// @param maxBytes of all files together
  /// @throws BadImage for a hostile or damaged layer; what was unpacked by then stays, for the
  ///   caller to remove
  static void unpack(InputStream tar, Path folder, long maxBytes) throws IOException {
    createFolder(folder);
    try (var entries = new TarArchiveInputStream(tar, UTF_8.name())) {
      new LayerUnpacker(folder, entries, maxBytes).unpackAll();
    } catch (IllegalArgumentException e) { // a name that no file can have
      throw new BadImage("a damaged layer: " + e.getMessage());
    }
  }

  private void unpackAll() throws IOException {
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      entriesLeft--;
      if (entriesLeft < 0) {
        throw new BadImage("a layer of more than " + MAX_ENTRIES + " files");
      }
      var path = path(entry.getName());
      if (!path.isEmpty()) { // else the root folder
        add(entry, path);
      }
    }
  }

  private void add(TarArchiveEntry entry, List<String> path) throws IOException {
    var target = place(path, entry.getName());
    if (entry.isDirectory()) {
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        create(entry, () -> createFolder(target));
      }
    } else if (entry.isSymbolicLink()) {
      create(entry, () -> Files.createSymbolicLink(target, Path.of(entry.getLinkName())));
    } else if (entry.isLink()) {
      link(entry, target);
    } else if (isOrdinary(entry)) {
      create(entry, () -> write(entry, target));
    } else {
      throw new BadImage("neither file nor folder nor link: " + entry.getName());
    }
  }

  private static boolean isOrdinary(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO()
        && !entry.isSparse();
  }

  private interface Creation {
    void run() throws IOException;
  }

  private static void create(TarArchiveEntry entry, Creation creation) throws IOException {
    try {
      creation.run();
    } catch (FileAlreadyExistsException e) {
      throw new BadImage("a name that is there twice: " + entry.getName());
    }
  }

  private void write(TarArchiveEntry entry, Path target) throws IOException {
    try (var file = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
        bytesLeft -= count;
        if (bytesLeft < 0) {
          throw new BadImage("larger than an image may be");
        }
        file.write(buffer, 0, count);
      }
    }
    boolean runs = (entry.getMode() & OWNER_EXECUTES) != 0;
    Files.setPosixFilePermissions(target, runs ? PROGRAM : FILE);
  }

  private void link(TarArchiveEntry entry, Path target) throws IOException {
    var existing = place(path(entry.getLinkName()), entry.getLinkName());
    if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw new BadImage("a link to what is no file of its layer: " + entry.getName());
    }
    create(entry, () -> Files.createLink(target, existing));
  }

  /// Where a path is, after making the folders that lead there.
  private Path place(List<String> path, String name) throws IOException {
    var at = folder;
    for (var segment : path.subList(0, Math.max(0, path.size() - 1))) {
      at = at.resolve(segment);
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        createFolder(at);
      } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new BadImage("a name below a file or a link: " + name);
      }
    }
    return path.isEmpty() ? at : at.resolve(path.getLast());
  }

  /// The segments of a name; empty where it names the root folder.
  private static List<String> path(String name) throws BadImage {
    if (name.indexOf('\0') >= 0 || name.getBytes(UTF_8).length > MAX_PATH_BYTES) {
      throw new BadImage("a name that is too long or has a NUL in it");
    }
    var path = new ArrayList<String>();
    for (var segment : name.split("/", -1)) {
      if (segment.equals("..") || segment.getBytes(UTF_8).length > MAX_NAME_BYTES) {
        throw new BadImage("a name that climbs out or is too long: " + name);
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        path.add(segment);
      }
    }
    return path;
  }

  private static void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, FOLDER); // whatever the process's umask is
  }
}
