package dev.hearth.sandbox.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Folders of the host's on their way into a sandbox: read-only mounts that are nowhere yet.
final class FolderMounts implements AutoCloseable {
  private record Tree(Descriptor mount, Path target) {}

  private final List<Tree> trees = new ArrayList<>();

  /// @param folders see [Launch#folders()]
  FolderMounts(Map<Path, List<Path>> folders) throws ErrnoException {
    try {
      for (var entry : folders.entrySet()) {
        var sources = entry.getValue();
        var mount =
            sources.size() == 1 ? Mounts.detached(sources.getFirst()) : Mounts.overlaid(sources);
        trees.add(new Tree(mount, entry.getKey()));
      }
    } catch (ErrnoException e) {
      close();
      throw e;
    }
  }

  /// Puts them at their places below `root`, in the calling thread's mount namespace.
  void attach(Path root) throws ErrnoException {
    for (var tree : trees) {
      Mounts.attach(tree.mount(), root.resolve(Path.of("/").relativize(tree.target())));
    }
  }

  @Override
  public void close() {
    trees.forEach(tree -> tree.mount().close());
  }
}
