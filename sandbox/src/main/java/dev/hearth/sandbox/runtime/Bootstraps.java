package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Our own bootstraps, which this program carries, as files that a sandbox can see.
final class Bootstraps {
  private static final List<String> FILES =
      List.of(
          "python/bootstrap.py",
          "python/library/snapshot_restore_py.py",
          "python/rehearsal.py",
          "python/snapshot.py",
          "python/zygote.py",
          "node/bootstrap.cjs",
          "node/rehearsal.mjs");

  private static final String INIT = "python/init";

  private Bootstraps() {}

  /// Puts them into a folder under `runtimes` that is named by what they contain, so that two
  /// versions of Hearth never overwrite each other's.
  static Path unpack(Path runtimes) {
    try {
      var files = load();
      var java = JavaArchives.find();
      var folder = runtimes.resolve("bootstrap-" + hash(files, java));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(runtimes);
        move(write(files, java, runtimes), folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the bootstraps into " + runtimes, e);
    }
  }

  private static Map<String, byte[]> load() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    for (var name : FILES) {
      try (var in = Bootstraps.class.getResourceAsStream("/runtimes/" + name)) {
        if (in == null) {
          throw new IllegalStateException("resource runtimes/" + name + " is missing");
        }
        files.put(name, in.readAllBytes());
      }
    }
    Init.image(System.getProperty("os.arch")).ifPresent(image -> files.put(INIT, image));
    return files;
  }

  private static String hash(Map<String, byte[]> files, JavaArchives java) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      files.values().forEach(digest::update);
      digest.update(java.fingerprint());
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Map<String, byte[]> files, JavaArchives java, Path runtimes)
      throws IOException {
    var temporary = Files.createTempDirectory(runtimes, ".bootstrap");
    for (var file : files.entrySet()) {
      var path = temporary.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    if (files.containsKey(INIT)) {
      Files.setPosixFilePermissions(
          temporary.resolve(INIT), PosixFilePermissions.fromString("rwx------"));
    }
    java.write(Files.createDirectories(temporary.resolve("java")));
    Folders.publish(temporary);
    return temporary;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.delete(from); // another Hearth was faster: theirs is the same
    }
  }
}
