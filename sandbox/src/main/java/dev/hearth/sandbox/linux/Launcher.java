package dev.hearth.sandbox.linux;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Starts sandboxes: a network namespace made by this process, then `bubblewrap` in it for the
/// rest.
///
/// The chain of programs is `sh` (enters the control groups and sets the limits that a process has
/// for itself), `setpriv` (becomes a user that nobody else is: bubblewrap run by root would map the
/// sandbox's user to root) and `bwrap` (user, process, mount, IPC, host-name and control-group
/// namespaces, no capabilities, system-call filter), each executing the next.
public final class Launcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Launcher.class.getName());
  private static final String FILTER_FILE = "system-calls.bpf";
  // In which anybody may have the kernel keep watch.
  private static final Path PRESSURE = Path.of("/proc/pressure");
  private static final int FILTER = 9;
  private static final int ARGUMENTS = 8;

  // Lambda allows 1 024 open files and as many processes and threads. What a function is killed by
  // must not fill the host's disk: no dump fits into half a kilobyte, the least that a shell can
  // set. Where the host runs out of memory, functions go before Hearth does.
  private static final String ENTER =
      """
      ulimit -c 1
      echo 500 >/proc/self/oom_score_adj
      ulimit -n 1024
      while [ "$1" != -- ]; do echo 0 >"$1" || exit 125; shift; done
      shift
      exec "$@"
      """;

  private final Tools tools;
  private final NamespaceThread thread;
  private final RootFolders roots;
  private final Children children;
  private final CopyPlaces copies;
  private final Map<String, Zygote> zygotes = new ConcurrentHashMap<>();

  /// @param tools the host's programs
  /// @param point an empty folder, made if need be, that any user can reach; nothing shows there
  public Launcher(Tools tools, Path point) throws IOException {
    this.tools = tools;
    prime();
    thread = new NamespaceThread("hearth-launch");
    children = new Children();
    copies = new CopyPlaces(children);
    roots = new RootFolders(thread, point);
    roots.addImage();
    roots.addFile(FILTER_FILE, SystemCallFilter.compile());
  }

  /// Has the JDK start whatever threads its sockets need, which must not be born in a sandbox.
  private static void prime() throws IOException {
    try (var channel = ServerSocketChannel.open()) {
      channel.bind(null);
    }
  }

  /// Prepares what sandboxes see as `/`.
  ///
  /// @param mounts the host's folders or files, by their place in the sandbox, beside its `/usr`
  public void prepare(String root, Map<Path, Path> mounts) throws IOException {
    roots.add(root, mounts);
  }

  /// Starts a sandbox.
  ///
  /// @param network runs in the sandbox's network namespace before anything else does, so that
  ///   whatever the process connects to is there; the loopback interface is up, and every IPv4
  ///   address is the sandbox's own
  public <T extends Closeable> Launched<T> start(Launch launch, NamespaceThread.Visit<T> network)
      throws IOException {
    try (var mounts = new FolderMounts(launch.folders())) {
      return thread.call(
          () ->
              roots.inside(
                  launch.folders().isEmpty()
                      ? () -> start(launch, network, mounts)
                      : () -> thread.inCopiedMounts(() -> start(launch, network, mounts))));
    }
  }

  /// Forks a sandbox from a process that runs `launch`'s command and is the same for every sandbox
  /// of its root folder: see [Zygote]. Its folders are not there yet.
  ///
  /// @param network see [#start]
  public <T extends Closeable> Launched<T> fork(
      Launch launch, NamespaceThread.Visit<T> network, Fork kind) throws IOException {
    var zygote =
        zygotes.computeIfAbsent(launch.root(), _ -> new Zygote(thread, roots, children, launch));
    var prepared =
        thread.call(
            () ->
                thread.inNewNetwork(
                    () -> new Prepared<>(prepare(network), thread.currentNetwork())));
    try (var namespace = prepared.namespace()) {
      return new Launched<>(prepared.network(), zygote.fork(launch, namespace, kind));
    } catch (IOException e) {
      prepared.network().close();
      throw e;
    }
  }

  /// Arranges the sandbox of a process that a template has made of itself, and lets it go on.
  ///
  /// @param network see [#start]
  public <T extends Closeable> CopyPlaces.Placed<T> arrange(
      Copy copy, NamespaceThread.Visit<T> network) throws IOException {
    return copies.arrange(copy, () -> prepare(network));
  }

  /// Ends a copy that a template has made for trial.
  ///
  /// @param template the first process of the template's namespace for processes
  /// @param process the copy's number in that namespace
  /// @throws IOException where there is none, or it has not the namespaces that it must have
  public void end(int template, int process) throws IOException {
    copies.end(template, process);
  }

  private record Prepared<T>(T network, Descriptor namespace) {}

  private static <T> T prepare(NamespaceThread.Visit<T> network) throws IOException {
    Loopback.upForEveryAddress();
    return network.run();
  }

  private <T extends Closeable> Launched<T> start(
      Launch launch, NamespaceThread.Visit<T> network, FolderMounts mounts) throws IOException {
    mounts.attach(roots.path(launch.root()));
    if (launch.root().equals(Launch.IMAGE)) {
      roots.completeImage();
    }
    var arguments = roots.path("arguments-" + launch.user());
    try {
      // The environment holds secrets: it is told in a file, for a command line is public.
      Files.writeString(arguments, environment(launch));
      var inputs = new HashMap<>(launch.handed().inputs());
      inputs.put(FILTER, roots.path(FILTER_FILE));
      inputs.put(ARGUMENTS, arguments);
      var spawn =
          new Spawn(
              command(launch),
              Map.of(),
              Spawn.NOTHING,
              launch.output(),
              new Handed(inputs, launch.handed().outputs()));
      return thread.inNewNetwork(
          () -> {
            var prepared = prepare(network);
            try {
              return new Launched<>(prepared, children.start(spawn));
            } catch (IOException e) {
              prepared.close();
              throw e;
            }
          });
    } finally {
      Files.deleteIfExists(arguments);
    }
  }

  /// A sandbox that has been started.
  ///
  /// @param network what was set up in its network namespace
  /// @param process process 1 inside, or `bwrap`, whose first child that is
  public record Launched<T>(T network, Child process) {}

  private List<String> command(Launch launch) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "sh"));
    launch.group().entrances().forEach(file -> command.add(file.toString()));
    command.add("--");
    if (tools.prlimit() != null) {
      // Nor may it wake a handler of the host's, which is root: for a pipe in core_pattern the
      // kernel minds one limit only, that of one byte.
      command.addAll(List.of(tools.prlimit().toString(), "--core=1:1"));
      int most = launch.group().mostOfUser();
      if (most > 0) {
        command.add("--nproc=%d:%<d".formatted(most));
      }
    }
    command.addAll(
        List.of(
            tools.setpriv().toString(),
            "--reuid=" + launch.user(),
            "--regid=" + launch.user(),
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all"));
    command.addAll(
        List.of(
            tools.bubblewrap().toString(),
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--uid",
            "993", // sbx_user1051, as on Lambda
            "--gid",
            "990",
            "--hostname",
            "sandbox",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL",
            "--seccomp",
            Integer.toString(FILTER),
            "--args",
            Integer.toString(ARGUMENTS),
            "--dev-bind",
            roots.path(launch.root()).toString(),
            "/",
            "--proc",
            "/proc"));
    if (Files.isDirectory(PRESSURE)) {
      command.addAll(List.of("--tmpfs", PRESSURE.toString(), "--remount-ro", PRESSURE.toString()));
    }
    command.addAll(
        List.of(
            "--perms",
            "1777",
            "--size",
            Long.toString((long) launch.temporaryMebibytes() << 20),
            "--tmpfs",
            "/tmp",
            "--chdir",
            launch.workingDirectory(),
            "--"));
    command.addAll(launch.command());
    return command;
  }

  /// Further arguments of `bwrap`, each ended by a null character.
  ///
  /// @throws IOException where a variable has one: what came after it would be arguments too
  private static String environment(Launch launch) throws IOException {
    var arguments = new StringBuilder();
    for (var variable : launch.environment().entrySet()) {
      if (variable.getKey().indexOf('\0') >= 0 || variable.getValue().indexOf('\0') >= 0) {
        throw new IOException("a null character in an environment variable");
      }
      arguments.append("--setenv\0").append(variable.getKey()).append('\0');
      arguments.append(variable.getValue()).append('\0');
    }
    return arguments.toString();
  }

  @Override
  public void close() {
    for (var zygote : zygotes.values()) {
      try {
        zygote.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a pipe did not close", e);
      }
    }
    thread.close();
    copies.close();
    children.close();
  }
}
