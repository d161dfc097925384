package dev.hearth.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The folder in which one Hearth keeps all that it keeps, held by this process alone until closed.
///
/// ```
/// version      the folder's format, a number
/// lock         locked while in use; holds the process id of its user
/// control.db   accounts, functions, settings      events.db   what waits to be run
/// logs.db      log groups, streams and events     native/      SQLite's library, unpacked
/// audit.db     the audit trail
/// code/ …      the parts' own files
/// ```
public final class DataFolder implements AutoCloseable {
  /// The format that this program reads and writes.
  static final int VERSION = 1;

  /// The folders held by this process. POSIX locks are between processes only, and closing any
  /// descriptor of the lock file would drop ours, so a second opening in this process must be
  /// refused before it touches the file.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel lock;

  private DataFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /// Opens the folder, makes it when absent (readable by its owner only), and locks it.
  ///
  /// @throws StoreException when another Hearth holds it, or it is of a newer version, or it is a
  ///   folder with other things in it; nothing was changed then
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      var root = path.toRealPath();
      refuseForeign(root);
      if (!HELD.add(root)) {
        throw inUse(root, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return new DataFolder(root, claim(root));
      } catch (Throwable t) {
        HELD.remove(root);
        throw t;
      }
    } catch (IOException e) {
      throw new StoreException("Cannot use the data folder " + path + ": " + e, e);
    }
  }

  private static void refuseForeign(Path root) throws IOException {
    var version = root.resolve("version");
    if (Files.exists(version)) {
      refuseNewer(root, Files.readString(version).strip());
      return;
    }
    try (var entries = Files.list(root)) {
      // A first start that was killed may have left its lock file.
      if (entries.anyMatch(entry -> !entry.getFileName().toString().startsWith("lock"))) {
        throw new StoreException(
            root + " has other things in it and is no data folder of Hearth's. Name another one.");
      }
    }
  }

  private static void refuseNewer(Path root, String version) {
    if (!version.matches("[0-9]{1,9}")) {
      throw new StoreException(root.resolve("version") + " is damaged: it should hold a number.");
    }
    if (Integer.parseInt(version) > VERSION) {
      throw new StoreException(
          "The data folder %s is of version %s, newer than the %d that this Hearth knows. Nothing was changed; start the newer Hearth."
              .formatted(root, version, VERSION));
    }
  }

  private static FileChannel claim(Path root) throws IOException {
    var file = root.resolve("lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(root, Files.readString(file).strip());
      }
      var pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      writeVersion(root);
      return channel;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
  }

  private static void writeVersion(Path root) throws IOException {
    if (!Files.exists(root.resolve("version"))) {
      var draft = Files.writeString(root.resolve("lock.version"), VERSION + "\n");
      Files.move(draft, root.resolve("version"), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static StoreException inUse(Path root, String pid) {
    return new StoreException(
        "The data folder %s is in use by the Hearth with process id %s. Stop it, or name another folder with --data."
            .formatted(root, pid));
  }

  /// The folder itself, absolute, without symbolic links.
  public Path root() {
    return root;
  }

  /// Accounts, functions and settings.
  public Path controlDatabase() {
    return root.resolve("control.db");
  }

  /// What was accepted and waits to be run: apart, for it is written much and soon deleted.
  public Path eventsDatabase() {
    return root.resolve("events.db");
  }

  /// Queues, topics and buses, and what waits in them: apart, for the same reason.
  public Path messagingDatabase() {
    return root.resolve("messaging.db");
  }

  /// Logs: apart, so that much logging slows nothing else.
  public Path logsDatabase() {
    return root.resolve("logs.db");
  }

  /// The audit trail: apart, so that its lines wait for nothing else.
  public Path auditDatabase() {
    return root.resolve("audit.db");
  }

  /// A folder of a part's own, such as `code` or `runtimes`, made when absent.
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new StoreException("Cannot make " + root.resolve(name) + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close(); // and so unlocks; the file stays: who deletes it may delete a successor's
      HELD.remove(root);
    } catch (IOException e) {
      throw new StoreException("Cannot unlock " + root + ": " + e, e);
    }
  }
}
