package dev.hearth.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Mounts on the calling thread's mount namespace, and detached ones that go from one to another.
///
/// The numbers are the kernel's (`linux/mount.h`); the calls of the new mount interface have the
/// same numbers on every architecture, and C libraries that know them by name are still rare.
final class Mounts {
  static final int NO_SETUID = 2; // MS_NOSUID
  static final int NO_DEVICES = 4; // MS_NODEV
  static final int READ_ONLY = 1; // MS_RDONLY
  private static final int REMOUNT = 32;
  private static final int BIND = 0x1000;
  private static final int RECURSIVE = 0x4000;
  private static final int SLAVE = 0x8_0000;
  private static final int DETACH = 2; // MNT_DETACH

  private static final long OPEN_TREE = 428;
  private static final long MOVE_MOUNT = 429;
  private static final long FSOPEN = 430;
  private static final long FSCONFIG = 431;
  private static final long FSMOUNT = 432;
  private static final long MOUNT_SETATTR = 442;

  private static final long AT_CURRENT_FOLDER = -100; // AT_FDCWD
  private static final long AT_EMPTY_PATH = 0x1000;
  private static final long AT_RECURSIVE = 0x8000;
  private static final long OPEN_TREE_CLONE = 1;
  private static final long MOVE_FROM_DESCRIPTOR = 4; // MOVE_MOUNT_F_EMPTY_PATH
  private static final long FSOPEN_CLOSE_ON_EXEC = 1;
  private static final long FSMOUNT_CLOSE_ON_EXEC = 1;
  private static final long SET_STRING = 1; // FSCONFIG_SET_STRING
  private static final long SET_DESCRIPTOR = 5; // FSCONFIG_SET_FD
  private static final long CREATE = 6; // FSCONFIG_CMD_CREATE
  // MOUNT_ATTR_RDONLY, _NOSUID and _NODEV, in the first word of struct mount_attr
  private static final long SEALED = 1 | 2 | 4;
  // MOUNT_ATTR_NOSUID and _NODEV, and _NOEXEC
  private static final long HARMLESS = 2 | 4;
  private static final long NO_PROGRAMS = 8;
  private static final long MOUNT_ATTR_SIZE = 32;
  private static final int MOST_TRIES = 200;
  private static final long PAUSE_NANOS = 10_000_000;

  private Mounts() {}

  /// Lets later mounts of the home namespace through, but none of this one's out.
  static void receiveOnly() throws ErrnoException {
    mount(null, Path.of("/"), null, RECURSIVE | SLAVE, null);
  }

  /// Shows `source`, a file or a folder, at `target`, with the given flags besides.
  ///
  /// What is mounted below it does not show, but in a user namespace, where the kernel uncovers
  /// nothing that a mount of the host's covers.
  static void bind(Path source, Path target, int flags) throws ErrnoException {
    try {
      mount(source.toString(), target, null, BIND, null);
      restrict(target, flags);
    } catch (ErrnoException e) {
      if (e.errno() != ErrnoException.EINVAL || UserNamespace.current().host()) {
        throw e;
      }
      mount(source.toString(), target, null, BIND | RECURSIVE, null);
      restrictAll(target, flags);
    }
  }

  private static void restrictAll(Path target, int flags) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      setAttributes(arena, AT_CURRENT_FOLDER, target.toString(), AT_RECURSIVE, flags);
    }
  }

  /// Changes the flags of what is mounted at `target`, and only there.
  ///
  /// The kernel makes nothing read-only that is being written to; and what we have just written is
  /// for as long as a child that the JVM forked meanwhile has not yet become its program, which
  /// closes what it inherited.
  static void restrict(Path target, int flags) throws ErrnoException {
    for (int tries = 1; ; tries++) {
      try {
        change(target, flags);
        return;
      } catch (ErrnoException e) {
        if (e.errno() != ErrnoException.EBUSY || tries == MOST_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /// In a user namespace flags that the host has set can only be added to.
  private static void change(Path target, int flags) throws ErrnoException {
    if (UserNamespace.current().host()) {
      mount(null, target, null, BIND | REMOUNT | flags, null);
      return;
    }
    try (var arena = Arena.ofConfined()) {
      // MOUNT_ATTR_RDONLY, _NOSUID and _NODEV have the numbers of the flags.
      setAttributes(arena, AT_CURRENT_FOLDER, target.toString(), 0, flags);
    }
  }

  /// @param options such as `size=1m,mode=755`
  static void temporary(Path target, String options) throws ErrnoException {
    mount("tmpfs", target, "tmpfs", NO_SETUID | NO_DEVICES, options);
  }

  /// Changes the size of the tmpfs at `target`.
  static void resizeTemporary(Path target, int mebibytes) throws ErrnoException {
    mount(null, target, null, REMOUNT | NO_SETUID | NO_DEVICES, "size=" + mebibytes + "m");
  }

  private static void mount(
      @Nullable String source,
      Path target,
      @Nullable String type,
      int flags,
      @Nullable String options)
      throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      Native.call(
          "mount " + target,
          Native.MOUNT,
          address(arena, source),
          address(arena, target.toString()),
          address(arena, type),
          flags,
          address(arena, options));
    }
  }

  private static long address(Arena arena, @Nullable String text) {
    return text == null ? 0 : arena.allocateFrom(text, UTF_8).address();
  }

  /// `folder` as a mount that is nowhere yet, read-only before anyone can see it: a later change of
  /// its flags would not reach those who do.
  static Descriptor detached(Path folder) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var tree =
          new Descriptor(
              Native.system(
                  "open_tree " + folder,
                  OPEN_TREE,
                  AT_CURRENT_FOLDER,
                  address(arena, folder.toString()),
                  OPEN_TREE_CLONE | Native.CLOSE_ON_EXEC));
      try {
        seal(arena, tree);
        return tree;
      } catch (ErrnoException e) {
        tree.close();
        throw e;
      }
    }
  }

  /// The folders laid over each other, later ones on top, as a read-only mount that is nowhere yet.
  static Descriptor overlaid(List<Path> folders) throws ErrnoException {
    var opened = new ArrayList<Descriptor>();
    try (var arena = Arena.ofConfined();
        var context = open(arena, "overlay")) {
      for (var folder : folders) {
        opened.add(Descriptor.open(folder));
      }
      // By descriptors, for the kernel takes no string of more than 255 bytes here, which is less
      // than the paths of two folders may have. Its list has the topmost first.
      var lower =
          String.join(
              ":",
              opened.reversed().stream()
                  .map(folder -> "/proc/self/fd/" + folder.number())
                  .toList());
      set(arena, context, "lowerdir", lower);
      return create(context, "overlay", SEALED);
    } finally {
      opened.forEach(Descriptor::close);
    }
  }

  /// A `/proc` of another namespace for processes, as a mount that is nowhere yet.
  ///
  /// @throws ErrnoException `EINVAL` where the kernel, before Linux 6.17, can make none but of
  ///   one's own
  static Descriptor processes(Descriptor namespace) throws ErrnoException {
    try (var arena = Arena.ofConfined();
        var context = open(arena, "proc")) {
      Native.system(
          "proc pidns",
          FSCONFIG,
          context.number(),
          SET_DESCRIPTOR,
          address(arena, "pidns"),
          0,
          namespace.number());
      return create(context, "proc", HARMLESS | NO_PROGRAMS);
    }
  }

  /// A temporary file system that is nowhere yet.
  ///
  /// @param user the host's id of the owner of its root
  /// @param mode of its root, in octal digits
  static Descriptor temporary(int mebibytes, int user, String mode) throws ErrnoException {
    try (var arena = Arena.ofConfined();
        var context = open(arena, "tmpfs")) {
      set(arena, context, "size", mebibytes + "m");
      set(arena, context, "mode", mode);
      set(arena, context, "uid", Integer.toString(user));
      set(arena, context, "gid", Integer.toString(user));
      return create(context, "tmpfs", HARMLESS);
    }
  }

  /// What is in `lower`, to be changed in `upper` alone, as a mount that is nowhere yet.
  ///
  /// @param work an empty folder beside `upper`
  static Descriptor changeable(Path lower, Path upper, Path work) throws ErrnoException {
    try (var arena = Arena.ofConfined();
        var context = open(arena, "overlay")) {
      set(arena, context, "lowerdir", lower.toString());
      set(arena, context, "upperdir", upper.toString());
      set(arena, context, "workdir", work.toString());
      return create(context, "overlay", HARMLESS);
    }
  }

  /// Takes away what is mounted at `target`, for those who look there from now on.
  static void detach(Path target) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      Native.call("umount " + target, Native.UMOUNT, address(arena, target.toString()), DETACH);
    }
  }

  private static Descriptor open(Arena arena, String type) throws ErrnoException {
    return new Descriptor(
        Native.system("fsopen " + type, FSOPEN, address(arena, type), FSOPEN_CLOSE_ON_EXEC));
  }

  private static void set(Arena arena, Descriptor context, String name, String value)
      throws ErrnoException {
    Native.system(
        name + "=" + value,
        FSCONFIG,
        context.number(),
        SET_STRING,
        address(arena, name),
        address(arena, value),
        0);
  }

  private static Descriptor create(Descriptor context, String type, long attributes)
      throws ErrnoException {
    Native.system(type, FSCONFIG, context.number(), CREATE, 0, 0, 0);
    return new Descriptor(
        Native.system("fsmount", FSMOUNT, context.number(), FSMOUNT_CLOSE_ON_EXEC, attributes));
  }

  private static void seal(Arena arena, Descriptor tree) throws ErrnoException {
    setAttributes(arena, tree.number(), "", AT_EMPTY_PATH, SEALED);
  }

  private static void setAttributes(
      Arena arena, long folder, String path, long how, long attributes) throws ErrnoException {
    var change = arena.allocate(MOUNT_ATTR_SIZE, ValueLayout.JAVA_LONG.byteAlignment());
    change.set(ValueLayout.JAVA_LONG, 0, attributes);
    Native.system(
        "mount_setattr " + path,
        MOUNT_SETATTR,
        folder,
        address(arena, path),
        how,
        change.address(),
        MOUNT_ATTR_SIZE);
  }

  /// Puts a detached mount at `target`, whose last part is not followed where it is a link.
  static void attach(Descriptor tree, Path target) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      Native.system(
          "move_mount " + target,
          MOVE_MOUNT,
          tree.number(),
          address(arena, ""),
          AT_CURRENT_FOLDER,
          address(arena, target.toString()),
          MOVE_FROM_DESCRIPTOR);
    }
  }

  /// Puts a detached mount in the place of the mount at `target`, which goes: processes whose
  /// working directory that is find themselves in the new one, as no later mount over it could
  /// bring about. `pivot_root(2)` is the one call that moves others.
  ///
  /// The calling thread's root and working directory are of no use afterwards.
  static void replace(Descriptor tree, Path target) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      long here = address(arena, ".");
      Native.call("chroot " + target, Native.CHROOT, address(arena, target.toString()));
      attach(tree, Path.of("/"));
      Native.call("fchdir", Native.FCHDIR, tree.number());
      // The old root comes to lie over the new one, and is taken away from there.
      Native.call("pivot_root " + target, Native.PIVOT_ROOT, here, here);
      Native.call("umount " + target, Native.UMOUNT, here, DETACH);
    }
  }
}
