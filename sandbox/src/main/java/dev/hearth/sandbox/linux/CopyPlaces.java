package dev.hearth.sandbox.linux;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Arranges what copies of templates find around them: see `runtimes/python/snapshot.py`.
///
/// A copy has namespaces of its own, and they are empty or those of its template. It may mount
/// nothing and has no network; all of that is done from outside, by way of its namespaces, while it
/// waits. Nothing that its template says of it is believed: which process it is, and that its
/// namespaces are its own, is looked up.
public final class CopyPlaces implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CopyPlaces.class.getName());
  private static final Path PROC = Path.of("/proc");
  private static final Path PRESSURE = Path.of("/proc/pressure");
  private static final Path TEMPORARY = Path.of("/tmp");

  /// An empty folder of every root, where something is for a moment.
  private static final Path ASIDE = Path.of("/var/lang");

  private static final String UPPER = "upper";
  private static final String WORK = "work";
  private static final List<String> OWN = List.of("user", "pid", "mnt", "net", "ipc", "uts");
  private static final List<String> MOUNT_PROC =
      List.of("/bin/mount", "-t", "proc", "-o", "nosuid,nodev,noexec", "proc", "/proc");
  private static final String ENTER = "nsenter"; // of util-linux, as setpriv is
  private static final long MOUNT_SECONDS = 10;
  private static final int GO_ON = 10; // SIGUSR1
  private static final int READ_AT_ONCE = 0x800 | Native.CLOSE_ON_EXEC; // O_NONBLOCK

  private final Children children;
  private final NamespaceThread thread;
  private volatile boolean mountsProcFromOutside = true;

  /// A copy that goes on.
  ///
  /// @param network what was set up in its network namespace
  /// @param process process 1 inside
  /// @param output the read end of the pipe that it writes to, never blocking, for the caller to
  ///   close
  public record Placed<T>(T network, Child process, int output) {}

  CopyPlaces(Children children) throws IOException {
    this.children = children;
    this.thread = new NamespaceThread("hearth-copies");
  }

  /// @param network runs in the copy's network namespace
  <T extends Closeable> Placed<T> arrange(Copy copy, NamespaceThread.Visit<T> network)
      throws IOException {
    int pid = find(copy.template(), copy.process());
    var handle = Child.open(pid);
    try {
      if (find(copy.template(), copy.process()) != pid) {
        throw new IOException("the copy has ended");
      }
      checkNamespaces(copy.template(), pid);
      return arrange(copy, pid, handle, network);
    } catch (IOException e) {
      try {
        Child.signal(handle, Child.SIGKILL);
      } catch (ErrnoException ended) {
        LOG.log(Level.DEBUG, "a copy has ended", ended);
      }
      handle.close();
      throw e;
    }
  }

  /// Ends a copy that was made for trial, if it is as it must be.
  ///
  /// @param template the first process of the template's namespace for processes
  /// @param process the copy's number in that namespace
  void end(int template, int process) throws IOException {
    int pid = find(template, process);
    try (var handle = Child.open(pid)) {
      if (find(template, process) != pid) {
        throw new IOException("the copy has ended");
      }
      checkNamespaces(template, pid);
      Child.signal(handle, Child.SIGKILL);
    }
  }

  private <T extends Closeable> Placed<T> arrange(
      Copy copy, int pid, Descriptor handle, NamespaceThread.Visit<T> network) throws IOException {
    copy.group().enter(pid);
    var prepared = inNetwork(pid, network);
    Descriptor output = null;
    Descriptor status = null;
    try {
      mount(copy, pid);
      output = pipe(pid, copy.output());
      status = pipe(pid, copy.exit());
      var process = children.watch(pid, handle, status);
      Child.signal(handle, GO_ON);
      return new Placed<>(prepared, process, output.number());
    } catch (IOException e) {
      prepared.close();
      if (output != null) {
        output.close();
      }
      if (status != null) {
        status.close();
      }
      throw e;
    }
  }

  private <T> T inNetwork(int pid, NamespaceThread.Visit<T> visit) throws IOException {
    try (var namespace = Descriptor.open(Path.of("/proc/" + pid + "/ns/net"))) {
      return thread.call(() -> thread.inNetwork(namespace, visit));
    }
  }

  /// The child of the template's first process that has the number which the template says, and is
  /// the first of a namespace itself.
  private static int find(int template, int process) throws IOException {
    var list = Files.readString(Path.of("/proc/" + template + "/task/" + template + "/children"));
    for (var pid : list.split(" ", -1)) {
      if (!pid.isBlank() && isMeant(pid, process)) {
        return Integer.parseInt(pid);
      }
    }
    throw new IOException("the template has made no process " + process);
  }

  private static boolean isMeant(String pid, int process) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      // Its numbers in our namespace, in the template's and in its own.
      var expected = "NSpid:\t" + pid + "\t" + process + "\t1";
      return lines.anyMatch(expected::equals);
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // it has ended
    }
  }

  /// What is done to the namespaces of one must not be done to those of another.
  private static void checkNamespaces(int template, int pid) throws IOException {
    for (var kind : OWN) {
      if (namespace(template, kind).equals(namespace(pid, kind))) {
        throw new IOException("the copy has no namespace of its own: " + kind);
      }
    }
  }

  private static Path namespace(int pid, String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind));
  }

  private void mount(Copy copy, int pid) throws IOException {
    try (var mounts = Descriptor.open(Path.of("/proc/" + pid + "/ns/mnt"));
        var processes = Descriptor.open(Path.of("/proc/" + pid + "/ns/pid"));
        var temporary = temporary(copy)) {
      if (mountsProcFromOutside && !mountProc(mounts, processes)) {
        mountsProcFromOutside = false;
      }
      if (!mountsProcFromOutside) {
        mountProcInside(mounts, processes);
      }
      thread.call(
          () ->
              thread.inMounts(
                  mounts,
                  () -> {
                    hidePressure();
                    if (copy.keepsTemporary()) {
                      layTemporary(temporary);
                    } else {
                      Mounts.attach(temporary, TEMPORARY);
                    }
                    return pid;
                  }));
    }
  }

  /// Files of the new `/proc` in which anybody may have the kernel keep watch.
  private static void hidePressure() throws ErrnoException {
    if (Files.isDirectory(PRESSURE)) {
      Mounts.temporary(PRESSURE, "size=4k");
      Mounts.restrict(PRESSURE, Mounts.READ_ONLY | Mounts.NO_SETUID | Mounts.NO_DEVICES);
    }
  }

  /// @return false where this kernel cannot
  boolean mountProc(Descriptor mounts, Descriptor processes) throws IOException {
    Descriptor proc;
    try {
      proc = Mounts.processes(processes);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.EINVAL) {
        return false;
      }
      throw e;
    }
    try (proc) {
      return thread.call(
          () ->
              thread.inMounts(
                  mounts,
                  () -> {
                    Mounts.attach(proc, PROC);
                    return true;
                  }));
    }
  }

  /// By a program that is born in the copy's namespace for processes, which takes milliseconds.
  void mountProcInside(Descriptor mounts, Descriptor processes) throws IOException {
    var enter = Tools.find(ENTER).orElseThrow(() -> new IOException("there is no " + ENTER));
    var command =
        new ArrayList<>(
            List.of(
                enter.toString(),
                "--mount=" + Handed.descriptor(mounts.number()),
                "--pid=" + Handed.descriptor(processes.number())));
    command.addAll(MOUNT_PROC);
    var spawn = new Spawn(command, Map.of(), Spawn.NOTHING, Spawn.NOTHING, Handed.NOTHING);
    var mount = thread.call(() -> children.start(spawn));
    var status =
        mount
            .exit()
            .copy()
            .completeOnTimeout(new ExitStatus(1), MOUNT_SECONDS, TimeUnit.SECONDS)
            .join();
    if (status.code() != 0) {
      throw new IOException("no /proc could be mounted for the copy: " + status);
    }
  }

  /// The copy's `/tmp`, or what it changes in its template's.
  private static Descriptor temporary(Copy copy) throws IOException {
    if (!copy.keepsTemporary()) {
      return Mounts.temporary(copy.temporaryMebibytes(), copy.user(), "1777");
    }
    // Its root is nobody's inside, and all of it is made before it can be seen there: what root
    // does by path where a function's code runs must meet no link of that code's.
    var changes = Mounts.temporary(copy.temporaryMebibytes(), 0, "755");
    try {
      Files.createDirectory(changes.path().resolve(WORK));
      var upper = Files.createDirectory(changes.path().resolve(UPPER));
      Files.setAttribute(upper, "unix:uid", copy.user());
      Files.setAttribute(upper, "unix:gid", copy.user());
      Files.setAttribute(upper, "unix:mode", 01777);
      return changes;
    } catch (IOException e) {
      changes.close();
      throw e;
    }
  }

  /// The copy's own changes over what is in its template's `/tmp`.
  private static void layTemporary(Descriptor changes) throws IOException {
    Mounts.attach(changes, ASIDE);
    try (var overlay = Mounts.changeable(TEMPORARY, ASIDE.resolve(UPPER), ASIDE.resolve(WORK))) {
      Mounts.attach(overlay, TEMPORARY);
    } finally {
      Mounts.detach(ASIDE);
    }
  }

  /// The read end of a pipe that process `pid` has open; of nothing else.
  private static Descriptor pipe(int pid, int number) throws IOException {
    var path = Path.of("/proc/" + pid + "/fd/" + number);
    Descriptor opened;
    try (var arena = Arena.ofConfined()) {
      opened =
          new Descriptor(
              Native.call(
                  "open " + path,
                  Native.OPEN,
                  arena.allocateFrom(path.toString()).address(),
                  READ_AT_ONCE));
    }
    if (!Files.readSymbolicLink(opened.path()).toString().startsWith("pipe:[")) {
      opened.close();
      throw new IOException("no pipe of the copy: " + path);
    }
    return opened;
  }

  @Override
  public void close() {
    thread.close();
  }
}
