package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.files.Folders;
import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import run.endive.wasm.Version;

/// Compiled modules on disk, so that a restart compiles none again. Each has a folder, which is
/// named by what it was made of and by, and which a worker's sandbox sees as its code.
///
/// Nobody but Hearth may write here: a digest tells a damaged file, not a forged one.
final class ModuleStore {
  private static final System.Logger LOG = System.getLogger(ModuleStore.class.getName());

  /// What was not used for the longest time goes beyond it.
  private static final long MOST_BYTES = 1L << 30;

  private static final String DIGEST = "module.sha256";
  private static final String DRAFT = ".draft";

  private final Path folder;
  private final Set<String> verified = ConcurrentHashMap.newKeySet();

  /// @param folder of Hearth's own; made when missing
  ModuleStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      for (var left : list(DRAFT + "*")) {
        Folders.delete(left); // this process was killed before
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The name under which a module is kept, for this compiler and this JDK.
  static String key(byte[] binary) {
    var digest = sha256();
    digest.update(digest.digest(binary));
    digest.update(
        (StoredModule.FORM + " " + Version.version() + " " + Runtime.version())
            .getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// The folder of a module that is here and whole; one that is damaged is removed.
  Optional<Path> find(String key) {
    return verified.contains(key) && Files.exists(place(key))
        ? Optional.of(used(place(key)))
        : read(key).map(_ -> used(place(key)));
  }

  private Path place(String key) {
    return folder.resolve(key);
  }

  private static Path used(Path place) {
    try {
      return Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
    } catch (IOException e) {
      return place; // it goes earlier than others, at worst
    }
  }

  /// The module itself, where it is here and whole.
  Optional<StoredModule> read(String key) {
    var place = place(key);
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    try {
      var bytes = Files.readAllBytes(place.resolve(StoredModule.FILE));
      var expected = Files.readString(place.resolve(DIGEST));
      if (!HexFormat.of().formatHex(sha256().digest(bytes)).equals(expected)) {
        throw new IOException("it is damaged");
      }
      var module = StoredModule.of(bytes);
      verified.add(key);
      return Optional.of(module);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the compiled module " + key + " is dropped", e);
      drop(place);
      return Optional.empty();
    }
  }

  /// Keeps a module.
  ///
  /// @return its folder
  Path write(String key, StoredModule module) throws IOException {
    makeRoom();
    var bytes = module.toBytes();
    var draft = Files.createTempDirectory(folder, DRAFT);
    try {
      Files.write(draft.resolve(StoredModule.FILE), bytes);
      Files.writeString(draft.resolve(DIGEST), HexFormat.of().formatHex(sha256().digest(bytes)));
      Folders.publish(draft);
      Files.move(draft, place(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.delete(draft); // it is the same
    } catch (IOException e) {
      Folders.delete(draft);
      throw e;
    }
    verified.add(key);
    return place(key);
  }

  private void makeRoom() throws IOException {
    var kept = new ArrayList<Kept>();
    for (var each : list("*")) {
      var file = each.resolve(StoredModule.FILE);
      if (Files.exists(file)) {
        kept.add(new Kept(each, Files.size(file), Files.getLastModifiedTime(each)));
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    for (var each : kept) {
      if (bytes <= MOST_BYTES) {
        return;
      }
      bytes -= each.bytes();
      drop(each.place());
    }
  }

  private record Kept(Path place, long bytes, FileTime used) {}

  private void drop(Path place) {
    verified.remove(String.valueOf(place.getFileName()));
    try {
      Folders.delete(place);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, place + " is left behind", e);
    }
  }

  private List<Path> list(String pattern) throws IOException {
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      var found = new ArrayList<Path>();
      files.forEach(found::add);
      return found;
    }
  }
}
