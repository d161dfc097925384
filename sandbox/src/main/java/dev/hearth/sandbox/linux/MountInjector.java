package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Gives running sandboxes what they are to run, on a thread of its own: nothing that is slow, such
/// as making a sandbox, is in the way.
public final class MountInjector implements AutoCloseable {
  private final NamespaceThread thread;

  public MountInjector() throws IOException {
    thread = new NamespaceThread("hearth-inject");
  }

  /// Mounts folders, read-only, in a sandbox that runs already.
  ///
  /// @param pid a process of the sandbox's
  /// @param folders see [Launch#folders()]
  public void mount(int pid, Map<Path, List<Path>> folders) throws IOException {
    try (var namespace = mountsOf(pid);
        var mounts = new FolderMounts(folders)) {
      thread.call(
          () ->
              thread.inMounts(
                  namespace,
                  () -> {
                    mounts.attach(Path.of("/"));
                    return pid;
                  }));
    }
  }

  /// Puts a folder, read-only, in the place of a mount in a sandbox that runs already, and takes
  /// those processes along whose working directory that is.
  public void replace(int pid, Path target, Path folder) throws IOException {
    try (var namespace = mountsOf(pid);
        var tree = Mounts.detached(folder)) {
      thread.call(
          () ->
              thread.inMounts(
                  namespace,
                  () -> {
                    Mounts.replace(tree, target);
                    return pid;
                  }));
    }
  }

  /// Changes the size of a running sandbox's `/tmp`.
  public void resizeTemporary(int pid, int mebibytes) throws IOException {
    try (var namespace = mountsOf(pid)) {
      thread.call(
          () ->
              thread.inMounts(
                  namespace,
                  () -> {
                    Mounts.resizeTemporary(Path.of("/tmp"), mebibytes);
                    return pid;
                  }));
    }
  }

  private static Descriptor mountsOf(int pid) throws ErrnoException {
    return Descriptor.open(Path.of("/proc/" + pid + "/ns/mnt"));
  }

  @Override
  public void close() {
    thread.close();
  }
}
