package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A child process, started by `posix_spawn` from the calling thread and with its namespaces.
///
/// `ProcessBuilder` will not do: it starts children by way of a helper program, keeps one thread
/// for each of them and cannot hand over a file but as standard input or output.
///
/// @param command a program's path and its arguments
/// @param environment all of it
/// @param input what standard input is opened on
/// @param output what standard output and error are opened on
/// @param handed what else is opened, from number 3; nothing besides is handed down
record Spawn(
    List<String> command, Map<String, String> environment, Path input, Path output, Handed handed) {
  static final Path NOTHING = Path.of("/dev/null");

  private static final MemorySegment SPAWN = Native.function("posix_spawn");
  private static final MemorySegment FILES = Native.function("posix_spawn_file_actions_init");
  private static final MemorySegment FORGET_FILES =
      Native.function("posix_spawn_file_actions_destroy");
  private static final MemorySegment OPEN = Native.function("posix_spawn_file_actions_addopen");
  private static final MemorySegment DUPLICATE =
      Native.function("posix_spawn_file_actions_adddup2");
  private static final MemorySegment CLOSE_FROM =
      Native.function("posix_spawn_file_actions_addclosefrom_np");
  private static final MemorySegment ATTRIBUTES = Native.function("posix_spawnattr_init");
  private static final MemorySegment FORGET_ATTRIBUTES = Native.function("posix_spawnattr_destroy");
  private static final MemorySegment SET_FLAGS = Native.function("posix_spawnattr_setflags");

  private static final long OPAQUE = 512; // more than either opaque structure takes
  private static final int SET_SIGNAL_MASK = 8; // POSIX_SPAWN_SETSIGMASK
  private static final int WRITE_ONLY = 1;

  /// @return the child's process id; whoever calls must wait for it
  int start() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      long files = arena.allocate(OPAQUE, 16).address();
      long attributes = arena.allocate(OPAQUE, 16).address();
      Native.callPosix("file actions", FILES, files);
      Native.callPosix("attributes", ATTRIBUTES, attributes);
      try {
        // The JVM's threads block signals that a child should get; a fresh mask blocks none.
        Native.callPosix("flags", SET_FLAGS, attributes, SET_SIGNAL_MASK);
        arrange(arena, files);
        var pid = arena.allocate(ValueLayout.JAVA_INT);
        var variables =
            environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        Native.callPosix(
            "start " + command.getFirst(),
            SPAWN,
            pid.address(),
            arena.allocateFrom(command.getFirst()).address(),
            files,
            attributes,
            Native.strings(arena, command).address(),
            Native.strings(arena, variables).address());
        return pid.get(ValueLayout.JAVA_INT, 0);
      } finally {
        Native.callPosix("attributes", FORGET_ATTRIBUTES, attributes);
        Native.callPosix("file actions", FORGET_FILES, files);
      }
    }
  }

  private void arrange(Arena arena, long actions) throws ErrnoException {
    open(arena, actions, 0, input, 0);
    open(arena, actions, 1, output, WRITE_ONLY);
    Native.callPosix("stderr", DUPLICATE, actions, 1, 2);
    // Not every descriptor of a JVM closes itself on exec.
    Native.callPosix("close the rest", CLOSE_FROM, actions, 3);
    for (var file : handed.inputs().entrySet()) {
      open(arena, actions, file.getKey(), file.getValue(), 0);
    }
    for (var file : handed.outputs().entrySet()) {
      open(arena, actions, file.getKey(), file.getValue(), WRITE_ONLY);
    }
  }

  private static void open(Arena arena, long actions, int number, Path path, int flags)
      throws ErrnoException {
    var text = arena.allocateFrom(path.toString());
    Native.callPosix("open " + path, OPEN, actions, number, text.address(), flags, 0);
  }
}
