package dev.hearth.sandbox.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A process with all that it has started, which the JDK alone cannot kill: children of children
/// that have ended belong to nobody it knows.
final class ProcessGroup {
  private static final int SIGKILL = 9;

  /// Names as Lambda gives them; the JDK adds 128 to a signal's number.
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "illegal instruction",
          6, "aborted",
          7, "bus error",
          8, "floating point exception",
          9, "killed",
          11, "segmentation fault",
          15, "terminated");

  private static final MethodHandle KILL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private ProcessGroup() {}

  /// `command` as the leader of a group of its own.
  static List<String> leading(List<String> command) {
    return Stream.concat(Stream.of("/usr/bin/setsid"), command.stream()).toList();
  }

  /// Kills the group that `leader` leads. Harmless when it has ended.
  static void kill(Process leader) {
    try {
      int _ = (int) KILL.invokeExact((int) -leader.pid(), SIGKILL);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    leader.destroyForcibly(); // it may not have become a leader yet
  }

  /// `exit status 1` or `signal: killed`.
  static String describe(int status) {
    var signal = SIGNALS.get(status - 128);
    return signal == null ? "exit status " + status : "signal: " + signal;
  }
}
