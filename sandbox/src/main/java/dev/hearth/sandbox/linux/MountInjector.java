package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Gives running sandboxes what they are to run, on a thread of its own: nothing that is slow, such
/// as making a sandbox, is in the way.
public final class MountInjector implements AutoCloseable {
  private static final Path TEMPORARY = Path.of("/tmp");

  private final NamespaceThread thread;

  private record Tree(Descriptor mount, Path target) implements AutoCloseable {
    @Override
    public void close() {
      mount.close();
    }
  }

  public MountInjector() throws IOException {
    thread = new NamespaceThread("hearth-inject");
  }

  /// Mounts folders, read-only, in a sandbox that runs already.
  ///
  /// @param pid a process of the sandbox's
  /// @param folders the host's folders, by their place in the sandbox, which is a folder there;
  ///   several are laid over each other, later ones on top
  /// @param temporaryMebibytes the size of `/tmp`
  public void inject(int pid, Map<Path, List<Path>> folders, int temporaryMebibytes)
      throws IOException {
    var trees = new ArrayList<Tree>();
    try (var namespace = Descriptor.open(Path.of("/proc/" + pid + "/ns/mnt"))) {
      for (var entry : folders.entrySet()) {
        var sources = entry.getValue();
        var mount =
            sources.size() == 1 ? Mounts.detached(sources.getFirst()) : Mounts.overlaid(sources);
        trees.add(new Tree(mount, entry.getKey()));
      }
      thread.call(
          () ->
              thread.inMounts(
                  namespace,
                  () -> {
                    for (var tree : trees) {
                      Mounts.attach(tree.mount(), tree.target());
                    }
                    if (temporaryMebibytes != Launcher.TEMPORARY_MEBIBYTES) {
                      Mounts.resizeTemporary(TEMPORARY, temporaryMebibytes);
                    }
                    return null;
                  }));
    } finally {
      trees.forEach(Tree::close);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
