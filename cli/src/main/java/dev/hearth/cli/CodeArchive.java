package dev.hearth.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// A folder as a zip archive that Lambda takes.
///
/// The same content makes the same bytes: entries are sorted, their times fixed and their modes
/// only `644` or `755`, so that a deployment without a change is seen to be none.
final class CodeArchive {
  /// What Lambda takes in a request. Source: "Lambda quotas", deployment package, zipped.
  static final long LARGEST_ZIP = 50 << 20;

  /// Unpacked, layers not counted. Source: as above.
  static final long LARGEST_CONTENT = 250 << 20;

  /// Names of what is no part of a package.
  static final Set<String> IGNORED =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".hearth",
          ".venv",
          "__pycache__",
          ".pytest_cache",
          ".idea",
          ".vscode",
          ".DS_Store");

  private static final long YEAR_1980 = 315_532_800_000L; // the first that a zip can say
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;

  private final byte[] bytes;

  private CodeArchive(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Base64 of the SHA-256, as Lambda's `CodeSha256`.
  String sha256() {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /// Everything in `folder` but version control, caches and virtual environments. Links that stay
  /// within the folder are followed, as Lambda wants files.
  ///
  /// @throws Failure where a limit is passed, or a link leaves the folder
  static CodeArchive of(Path folder) {
    try {
      var files = collect(folder.toRealPath());
      if (files.isEmpty()) {
        throw new Failure("The folder " + folder + " is empty.");
      }
      var out = new ByteArrayOutputStream();
      try (var zip = new ZipArchiveOutputStream(new Bounded(out))) {
        for (var file : files.entrySet()) {
          var entry = new ZipArchiveEntry(file.getKey());
          entry.setTime(YEAR_1980);
          entry.setUnixMode(Files.isExecutable(file.getValue()) ? PROGRAM : FILE);
          zip.putArchiveEntry(entry);
          Files.copy(file.getValue(), zip);
          zip.closeArchiveEntry();
        }
      }
      return new CodeArchive(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Path> collect(Path root) throws IOException {
    var files = new TreeMap<String, Path>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          private long total;

          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (ignored(path)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            stayWithin(root, path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (ignored(path) || !attributes.isRegularFile()) {
              return FileVisitResult.CONTINUE;
            }
            stayWithin(root, path);
            total += attributes.size();
            if (total > LARGEST_CONTENT) {
              throw new Failure(
                  "The folder holds more than 250 MiB, which is Lambda's limit.",
                  "Leave out what the function does not need at run time.");
            }
            files.put(root.relativize(path).toString().replace('\\', '/'), path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException problem)
              throws IOException {
            if (problem instanceof FileSystemLoopException) {
              throw new Failure("The link " + path + " leads in a circle.");
            }
            throw problem;
          }
        });
    return files;
  }

  private static boolean ignored(Path path) {
    return IGNORED.contains(String.valueOf(path.getFileName()));
  }

  private static void stayWithin(Path root, Path path) throws IOException {
    if (!path.toRealPath().startsWith(root)) {
      throw new Failure(
          "The link " + path + " leads out of the folder.", "Copy what it leads to, or remove it.");
    }
  }

  /// Stops at the limit instead of filling memory with what will be refused.
  private static final class Bounded extends OutputStream {
    private final OutputStream to;
    private long written;

    Bounded(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      count(length);
      to.write(bytes, offset, length);
    }

    private void count(int more) {
      written += more;
      if (written > LARGEST_ZIP) {
        throw new Failure(
            "The folder's zip archive is larger than 50 MiB, which is Lambda's limit.",
            "Leave out what the function does not need at run time.");
      }
    }
  }
}
