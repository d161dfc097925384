package dev.hearth.functions.code;

import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Code packages in a folder, each once, by the SHA-256 of its archive.
///
/// ```
/// <folder>/<sha in hexadecimal>/package.zip   as it was uploaded
///                              /files/        unpacked, read-only: becomes /var/task
/// <folder>/scratch/…                          what is not finished, or no longer wanted
/// ```
///
/// An image is kept here too, by the digest of its manifest, with `image.json` in the archive's
/// place. A package is made in `scratch` and moved in one step, so a crash leaves none half stored.
/// It goes when no function refers to it and nobody leases it: a lease keeps the code of a running
/// sandbox, and of an upload whose function is not recorded yet.
public final class CodeStore {
  /// The largest archive in a request, in bytes. Source: "Lambda quotas".
  public static final long MAX_ZIPPED = 52_428_800;

  /// The largest sum of unpacked files, in bytes. Source: "Lambda quotas".
  public static final long MAX_UNPACKED = 262_144_000;

  /// The folder of a package's files, in its own.
  public static final String FILES = "files";

  /// What stands in an archive's place where there is none: how to run the files of an image.
  public static final String DESCRIPTION = "image.json";

  private static final System.Logger LOG = System.getLogger(CodeStore.class.getName());
  private static final String ARCHIVE = "package.zip";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path scratch;
  private final Predicate<String> referenced;
  private final Executor background;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> leases = new HashMap<>();
  // Packages that this process has unpacked, or has found to be whole.
  private final Map<String, Boolean> whole = new ConcurrentHashMap<>();

  /// @param folder created where it is missing; this process is the only one that uses it
  /// @param referenced whether any function refers to a package, by its SHA-256
  /// @param background runs deletions
  /// @throws UncheckedIOException when the folder cannot be used
  public CodeStore(Path folder, Predicate<String> referenced, Executor background) {
    this.folder = folder.toAbsolutePath();
    this.scratch = this.folder.resolve("scratch");
    this.referenced = referenced;
    this.background = background;
    try {
      Files.createDirectories(scratch);
      Files.setPosixFilePermissions(this.folder, Unpacker.FOLDER);
      var abandoned = list(scratch);
      background.execute(() -> abandoned.forEach(CodeStore::delete));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Checks an archive, unpacks it and keeps it, under a lease.
  ///
  /// @param zip at most [#MAX_ZIPPED] bytes; its position does not move
  /// @throws ServiceException `InvalidParameterValueException` for what is no archive or a hostile
  ///   one; `ServiceException`, status 500, when the disk fails; nothing is kept then
  public CodeLease store(ByteBuffer zip) {
    String sha256 = Hashes.sha256(zip);
    try {
      return lease(sha256);
    } catch (MissingCodeException _) {
      // the usual case: new code
    }
    try {
      return store(
          sha256,
          made -> {
            write(zip, made.resolve(ARCHIVE));
            Unpacker.unpack(made.resolve(ARCHIVE), made.resolve(FILES), MAX_UNPACKED);
            sync(made);
          });
    } catch (IOException e) {
      throw new ServiceException(
          "ServiceException",
          500,
          "The code package could not be written to the disk. Nothing was changed.",
          e);
    }
  }

  /// Keeps what `filling` makes, under a lease.
  ///
  /// @param sha256 in base 64, not stored yet
  /// @throws IOException of `filling`, or when the disk fails; nothing is kept then
  public CodeLease store(String sha256, Filling filling) throws IOException {
    Path made = Files.createTempDirectory(scratch, "");
    try {
      Files.setPosixFilePermissions(made, Unpacker.FOLDER);
      filling.fill(made);
      return keep(made, sha256);
    } finally {
      delete(made);
    }
  }

  /// Fills a new folder with [#FILES] and with an archive or a [#DESCRIPTION]; of the latter all
  /// must be on the disk when it returns, for without an archive nothing can be repaired.
  @FunctionalInterface
  public interface Filling {
    void fill(Path made) throws IOException;
  }

  /// Leases a stored package, after repairing it where the host crashed while it was written.
  ///
  /// @param sha256 in base 64, as `CodeSha256`
  /// @throws MissingCodeException when it is not there, or cannot be repaired
  public CodeLease lease(String sha256) {
    lock.lock();
    try {
      if (!Files.isRegularFile(archive(sha256)) && !isImage(sha256)) {
        throw new MissingCodeException(sha256, null);
      }
      leases.merge(sha256, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
    var lease = new CodeLease(this, sha256, files(sha256));
    try {
      whole.computeIfAbsent(sha256, this::makeWhole);
      return lease;
    } catch (UncheckedIOException | ServiceException e) {
      lease.close();
      throw new MissingCodeException(sha256, e);
    }
  }

  /// The sum of a package's files as they are unpacked, in bytes.
  ///
  /// @throws MissingCodeException as [#lease]
  public long unpackedBytes(String sha256) {
    try (var _ = lease(sha256)) {
      return Unpacker.unpackedBytes(archive(sha256), MAX_UNPACKED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder where a package's files are, whether or not it is there.
  public Path files(String sha256) {
    return home(sha256).resolve(FILES);
  }

  /// The archive as it was uploaded, whether or not it is there.
  public Path archive(String sha256) {
    return home(sha256).resolve(ARCHIVE);
  }

  /// Removes a package that no function refers to and nobody leases. The end of the last lease does
  /// the same, so a package that is leased now goes then.
  public void collect(String sha256) {
    Path unwanted;
    lock.lock();
    try {
      // Asked under the lock: whoever is about to refer to the package leases it first.
      if (leases.containsKey(sha256) || !Files.exists(home(sha256)) || referenced.test(sha256)) {
        return;
      }
      unwanted = unwanted(sha256);
      whole.remove(sha256);
      Files.move(home(sha256), unwanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "not collected now, but at the next start: " + sha256, e);
      return;
    } finally {
      lock.unlock();
    }
    delete(unwanted);
  }

  /// Removes every package that no function refers to; for the start, after an unclean stop.
  public void collectAll() {
    try {
      for (var home : list(folder)) {
        if (NAME.matcher(home.getFileName().toString()).matches()) {
          var hash = HexFormat.of().parseHex(home.getFileName().toString());
          collect(Base64.getEncoder().encodeToString(hash));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void release(String sha256) {
    boolean last;
    lock.lock();
    try {
      last = leases.computeIfPresent(sha256, (_, count) -> count == 1 ? null : count - 1) == null;
    } finally {
      lock.unlock();
    }
    if (last) {
      try {
        background.execute(() -> collect(sha256));
      } catch (RejectedExecutionException _) {
        // Hearth is stopping; the next start collects.
      }
    }
  }

  private CodeLease keep(Path made, String sha256) throws IOException {
    lock.lock();
    try {
      if (!whole.containsKey(sha256)) { // else another upload of the same came first
        if (Files.exists(home(sha256))) { // damaged, or it would have been leased
          Files.move(home(sha256), unwanted(sha256), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(made, home(sha256), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        whole.put(sha256, true);
      }
      leases.merge(sha256, 1, Integer::sum);
      return new CodeLease(this, sha256, files(sha256));
    } finally {
      lock.unlock();
    }
  }

  /// The archive is on the disk since before it was moved here, but its files were not waited for.
  private boolean makeWhole(String sha256) {
    try {
      if (!isImage(sha256) && !Unpacker.isWhole(archive(sha256), files(sha256), MAX_UNPACKED)) {
        Path made = Files.createTempDirectory(scratch, "");
        try {
          Unpacker.unpack(archive(sha256), made.resolve(FILES), MAX_UNPACKED);
          if (Files.exists(files(sha256))) {
            Files.move(files(sha256), made.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
          }
          Files.move(made.resolve(FILES), files(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
          delete(made);
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isImage(String sha256) {
    return Files.isRegularFile(home(sha256).resolve(DESCRIPTION));
  }

  private Path home(String sha256) {
    return folder.resolve(HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)));
  }

  private Path unwanted(String sha256) {
    return scratch.resolve(home(sha256).getFileName() + "-" + System.nanoTime());
  }

  private static void write(ByteBuffer bytes, Path file) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var left = bytes.duplicate();
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// Makes the names in a folder durable.
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      var list = new ArrayList<Path>();
      files.forEach(list::add);
      return list;
    }
  }

  /// Deletes a folder and all in it, following no link. What cannot be deleted now is in `scratch`,
  /// and the next start tries again.
  private static void delete(Path unwanted) {
    if (!Files.exists(unwanted, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.walk(unwanted)) {
      // A folder's own path sorts before those below it.
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "left in scratch: " + unwanted, e);
    }
  }
}
