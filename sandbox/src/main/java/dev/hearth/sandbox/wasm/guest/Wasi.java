package dev.hearth.sandbox.wasm.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// WASI preview 1, of which a function has the arguments, the environment, three streams, clocks,
/// chance, sleep and exit. There is no file system and no network: the calls for them are there,
/// because a language's library imports them, and say that the descriptor is bad, for none is open.
///
/// Source: the WASI specification, "wasi_snapshot_preview1".
public final class Wasi {
  /// What modules import it as.
  public static final String MODULE = "wasi_snapshot_preview1";

  /// How one call is done.
  @FunctionalInterface
  interface Call {
    /// @return an [Errno]
    int apply(Guest guest, long[] arguments);
  }

  private record Signature(FunctionType type, Call call) {}

  private static final Map<String, Signature> CALLS = new HashMap<>();

  static {
    // `i` is an i32 (a pointer, a length, a descriptor), `l` an i64.
    add("args_get", "ii", (g, a) -> Strings.get(g.memory(), g.arguments(), (int) a[0], (int) a[1]));
    add(
        "args_sizes_get",
        "ii",
        (g, a) -> Strings.sizes(g.memory(), g.arguments(), (int) a[0], (int) a[1]));
    add(
        "environ_get",
        "ii",
        (g, a) -> Strings.get(g.memory(), g.environment(), (int) a[0], (int) a[1]));
    add(
        "environ_sizes_get",
        "ii",
        (g, a) -> Strings.sizes(g.memory(), g.environment(), (int) a[0], (int) a[1]));
    add("clock_res_get", "ii", (g, a) -> g.time().resolution(g.memory(), (int) a[0], (int) a[1]));
    add("clock_time_get", "ili", (g, a) -> g.time().now(g.memory(), (int) a[0], (int) a[2]));
    add("poll_oneoff", "iiii", Poll::oneOff);
    add("random_get", "ii", (g, a) -> g.random((int) a[0], (int) a[1]));
    add("sched_yield", "", (_, _) -> Errno.SUCCESS);
    CALLS.put(
        "proc_exit",
        new Signature(
            FunctionType.of(List.of(ValType.I32), List.of()),
            (_, a) -> {
              throw new ExitException((int) a[0]);
            }));
    add("proc_raise", "i", (_, _) -> Errno.NOT_SUPPORTED);

    add("fd_read", "iiii", (g, a) -> g.streams().read(a));
    add("fd_write", "iiii", (g, a) -> g.streams().write(a));
    add("fd_close", "i", (g, a) -> g.streams().close((int) a[0]));
    add("fd_fdstat_get", "ii", (g, a) -> g.streams().status((int) a[0], (int) a[1]));
    add("fd_filestat_get", "ii", (g, a) -> g.streams().fileStatus((int) a[0], (int) a[1]));
    onStream("fd_fdstat_set_flags", "ii", Errno.SUCCESS);
    onStream("fd_fdstat_set_rights", "ill", Errno.SUCCESS);
    onStream("fd_sync", "i", Errno.SUCCESS);
    onStream("fd_datasync", "i", Errno.SUCCESS);
    onStream("fd_advise", "illi", Errno.NOT_SEEKABLE);
    onStream("fd_allocate", "ill", Errno.INVALID);
    onStream("fd_filestat_set_size", "il", Errno.INVALID);
    onStream("fd_filestat_set_times", "illi", Errno.INVALID);
    onStream("fd_pread", "iiili", Errno.NOT_SEEKABLE);
    onStream("fd_pwrite", "iiili", Errno.NOT_SEEKABLE);
    onStream("fd_seek", "ilii", Errno.NOT_SEEKABLE);
    onStream("fd_tell", "ii", Errno.NOT_SEEKABLE);
    onStream("fd_readdir", "iiili", Errno.NOT_A_FOLDER);
    onStream("fd_renumber", "ii", Errno.NOT_SUPPORTED);
    onStream("sock_accept", "iii", Errno.NOT_A_SOCKET);
    onStream("sock_recv", "iiiiii", Errno.NOT_A_SOCKET);
    onStream("sock_send", "iiiii", Errno.NOT_A_SOCKET);
    onStream("sock_shutdown", "ii", Errno.NOT_A_SOCKET);

    // Folders that are open from the start: none, so that no path leads anywhere.
    add("fd_prestat_get", "ii", (_, _) -> Errno.BAD_DESCRIPTOR);
    add("fd_prestat_dir_name", "iii", (_, _) -> Errno.BAD_DESCRIPTOR);
    onStream("path_create_directory", "iii", Errno.NOT_A_FOLDER);
    onStream("path_filestat_get", "iiiii", Errno.NOT_A_FOLDER);
    onStream("path_filestat_set_times", "iiiilli", Errno.NOT_A_FOLDER);
    onStream("path_link", "iiiiiii", Errno.NOT_A_FOLDER);
    onStream("path_open", "iiiiillii", Errno.NOT_A_FOLDER);
    onStream("path_readlink", "iiiiii", Errno.NOT_A_FOLDER);
    onStream("path_remove_directory", "iii", Errno.NOT_A_FOLDER);
    onStream("path_rename", "iiiiii", Errno.NOT_A_FOLDER);
    add(
        "path_symlink",
        "iiiii",
        (g, a) -> g.streams().isOpen((int) a[2]) ? Errno.NOT_A_FOLDER : Errno.BAD_DESCRIPTOR);
    onStream("path_unlink_file", "iii", Errno.NOT_A_FOLDER);
  }

  private Wasi() {}

  private static void add(String name, String parameters, Call call) {
    var types = new ArrayList<ValType>();
    parameters.chars().forEach(type -> types.add(type == 'i' ? ValType.I32 : ValType.I64));
    CALLS.put(name, new Signature(FunctionType.of(types, List.of(ValType.I32)), call));
  }

  /// A call whose first argument is a descriptor, and which no stream has an answer to but `errno`.
  private static void onStream(String name, String parameters, int errno) {
    add(name, parameters, (g, a) -> g.streams().isOpen((int) a[0]) ? errno : Errno.BAD_DESCRIPTOR);
  }

  /// What a module must import `name` as; null where there is no such call.
  public static @Nullable FunctionType type(String name) {
    var found = CALLS.get(name);
    return found == null ? null : found.type();
  }

  /// `name` for one guest.
  static HostFunction bind(String name, Guest guest) {
    var found = CALLS.get(name);
    if (found == null) {
      throw new IllegalArgumentException(name + " (expected: a name that the check has let pass)");
    }
    var call = found.call();
    boolean answers = !found.type().returns().isEmpty();
    return new HostFunction(
        MODULE,
        name,
        found.type(),
        (_, arguments) -> {
          long errno = call.apply(guest, arguments);
          return answers ? new long[] {errno} : new long[0];
        });
  }
}
