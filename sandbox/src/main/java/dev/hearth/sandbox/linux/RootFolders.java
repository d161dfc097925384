package dev.hearth.sandbox.linux;

import static dev.hearth.sandbox.linux.Mounts.NO_DEVICES;
import static dev.hearth.sandbox.linux.Mounts.NO_SETUID;
import static dev.hearth.sandbox.linux.Mounts.READ_ONLY;

import dev.hearth.sandbox.ContainerImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The file systems that sandboxes start from, one for each runtime, ready to be shown to any
/// number of them by a single recursive bind.
///
/// They are built in a mount namespace that only the launching thread visits: the host never sees
/// the mounts, and they are gone with the process however it ends. And as they are made by root, a
/// sandbox's user needs no way through the host's folders to what is mounted in them.
final class RootFolders {
  private static final int SEALED = READ_ONLY | NO_SETUID | NO_DEVICES;

  /// Made at the root where the host has them: links on a host whose system is all in `/usr`.
  private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64");

  private static final List<String> EMPTY =
      List.of("proc", "tmp", "opt", "var/task", "var/lang", "dev", "etc");

  private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");

  /// Before the names of our files of `/etc`, where images get theirs from.
  private static final String OWN = "etc-";

  /// What of the host's `/etc` is no secret and makes a difference: authorities, library paths,
  /// which of several programs of one name is meant.
  private static final List<String> SHARED_ETC =
      List.of(
          "ssl/certs",
          "pki/tls/certs",
          "pki/ca-trust/extracted",
          "ca-certificates",
          "alternatives",
          "ld.so.cache");

  private static final Map<String, String> OWN_ETC =
      Map.of(
          "passwd",
          """
          root:x:0:0:root:/root:/sbin/nologin
          nobody:x:65534:65534:nobody:/:/sbin/nologin
          sbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin
          """,
          "group",
          """
          root:x:0:
          nobody:x:65534:
          sbx_user1051:x:990:
          """,
          "hosts",
          "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost\n",
          "resolv.conf",
          "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n",
          "nsswitch.conf",
          "passwd: files\ngroup: files\nhosts: files dns\n");

  private final NamespaceThread thread;
  private final Descriptor namespace;
  private final Path point;

  /// @param point an empty folder of the host's to mount on, in a namespace that it does not see
  RootFolders(NamespaceThread thread, Path point) throws IOException {
    this.thread = thread;
    this.point = Files.createDirectories(point);
    this.namespace =
        thread.call(
            () ->
                thread.inCopiedMounts(
                    () -> {
                      Mounts.receiveOnly();
                      Mounts.temporary(point, "mode=755,size=16m");
                      return thread.currentMounts();
                    }));
  }

  /// Where [#add] put what is called `name`, to whoever is [#inside].
  Path path(String name) {
    return point.resolve(name);
  }

  /// Runs `visit` where the folders can be seen; on the thread only.
  <T> T inside(NamespaceThread.Visit<T> visit) throws IOException {
    return thread.inMounts(namespace, visit);
  }

  /// Keeps a file beside the folders.
  void addFile(String name, byte[] content) throws IOException {
    thread.call(() -> inside(() -> Files.write(path(name), content)));
  }

  /// Prepares for file systems that sandboxes bring along.
  void addImage() throws IOException {
    thread.call(
        () ->
            inside(
                () -> {
                  Files.createDirectories(path(Launch.IMAGE));
                  for (var file : OWN_ETC.entrySet()) {
                    Files.writeString(path(OWN + file.getKey()), file.getValue());
                  }
                  return Launch.IMAGE;
                }));
  }

  /// Shows devices and the network's files in the file system that is mounted there; on the thread
  /// only.
  void completeImage() throws ErrnoException {
    for (var name : ContainerImage.MOUNTED) {
      var target = path(Launch.IMAGE).resolve(name);
      if (name.startsWith("dev/")) {
        Mounts.bind(Path.of("/").resolve(name), target, NO_SETUID);
      } else {
        Mounts.bind(path(OWN + target.getFileName()), target, SEALED);
      }
    }
  }

  /// Builds a root folder.
  ///
  /// @param mounts the host's folders or files, by their place in the sandbox, read-only
  void add(String name, Map<Path, Path> mounts) throws IOException {
    thread.call(
        () ->
            inside(
                () -> {
                  build(path(name), mounts);
                  return name;
                }));
  }

  private static void build(Path root, Map<Path, Path> mounts) throws IOException {
    Files.createDirectories(root);
    // A mount of its own, so that it can be made read-only.
    Mounts.bind(root, root, NO_SETUID | NO_DEVICES);
    show(Path.of("/usr"), root.resolve("usr"), SEALED);
    for (var name : SYSTEM) {
      var host = Path.of("/").resolve(name);
      if (Files.isSymbolicLink(host)) {
        Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(host));
      } else if (Files.exists(host)) {
        show(host, root.resolve(name), SEALED);
      }
    }
    for (var name : EMPTY) {
      Files.createDirectories(root.resolve(name));
    }
    devices(root.resolve("dev"));
    for (var file : OWN_ETC.entrySet()) {
      Files.writeString(root.resolve("etc").resolve(file.getKey()), file.getValue());
    }
    // Lambda's clock is UTC's. Where this link is missing Node compares every time zone there is.
    Files.createSymbolicLink(root.resolve("etc/localtime"), Path.of("/usr/share/zoneinfo/Etc/UTC"));
    for (var name : SHARED_ETC) {
      var host = Path.of("/etc").resolve(name);
      if (Files.exists(host)) {
        show(host.toRealPath(), root.resolve("etc").resolve(name), SEALED);
      }
    }
    for (var mount : mounts.entrySet()) {
      show(mount.getValue(), root.resolve(Path.of("/").relativize(mount.getKey())), SEALED);
    }
    Mounts.restrict(root, SEALED);
  }

  private static void devices(Path folder) throws IOException {
    for (var device : DEVICES) {
      show(Path.of("/dev").resolve(device), folder.resolve(device), NO_SETUID);
    }
    Files.createSymbolicLink(folder.resolve("fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(folder.resolve("stdin"), Path.of("/proc/self/fd/0"));
    Files.createSymbolicLink(folder.resolve("stdout"), Path.of("/proc/self/fd/1"));
    Files.createSymbolicLink(folder.resolve("stderr"), Path.of("/proc/self/fd/2"));
  }

  private static void show(Path host, Path target, int flags) throws IOException {
    if (Files.isDirectory(host)) {
      Files.createDirectories(target);
    } else {
      Files.createDirectories(target.getParent());
      Files.createFile(target);
    }
    Mounts.bind(host, target, flags);
  }
}
