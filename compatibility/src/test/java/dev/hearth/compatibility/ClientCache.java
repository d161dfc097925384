package dev.hearth.compatibility;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Folders with clients, each filled once for all runs on a machine: by the first process that asks
/// for it, for which others wait.
final class ClientCache {
  private static final Path ROOT =
      Path.of(System.getProperty("user.home"), ".cache", "hearth", "clients");

  private ClientCache() {}

  /// Puts into an empty folder what is wanted.
  interface Filling {
    void into(Path draft) throws IOException, InterruptedException;
  }

  /// The folder `name`, which is there whole or not at all.
  static synchronized Path folder(String name, Filling filling)
      throws IOException, InterruptedException {
    var folder = ROOT.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(ROOT);
    var file = ROOT.resolve(name + ".lock");
    try (var lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      if (!Files.isDirectory(folder)) {
        var draft = Files.createTempDirectory(ROOT, "draft");
        filling.into(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return folder;
  }

  /// A folder that is filled anew by every run.
  static Path work(String name) throws IOException {
    return Files.createDirectories(ROOT.resolve(name));
  }
}
