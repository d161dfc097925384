package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.linux.ExitStatus;
import dev.hearth.sandbox.linux.Gate;
import dev.hearth.sandbox.linux.Handed;
import dev.hearth.sandbox.logs.LogPipe;
import dev.hearth.sandbox.logs.LogPipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The external extensions of one cell: started from inside, before the runtime, each with a log of
/// its own.
///
/// A script does it, as the cell's first process: what it starts has the cell's namespaces, user,
/// limits and system-call filter because it is born there, whatever the runtime is. It costs the
/// parked start, which functions without extensions keep.
final class ExtensionProcesses implements AutoCloseable {
  private static final int GATE = 3;
  private static final int EXITS = 4;
  private static final int FIRST_LOG = 10;

  /// One more than may register; each takes descriptors of this process.
  private static final int MOST = 11;

  /// Arguments: the number of extensions, their names, the runtime's command. Extensions do not get
  /// the variables that are the runtime's own. The script stops in the end and leaves the rest to
  /// the platform, which lets extensions finish.
  private static final String SCRIPT =
      """
      n=$1; i=0; shift
      while [ $i -lt $n ]; do
        (
          unset AWS_EXECUTION_ENV AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME \\
            AWS_XRAY_CONTEXT_MISSING LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT _HANDLER
          "/opt/extensions/$1" >"/proc/self/fd/$((10 + i))" 2>&1 3<&- 4>&-
          echo "$i $?" >&4
        ) &
        i=$((i + 1)); shift
      done
      read -r _ <&3
      "$@" 3<&- 4>&- &
      runtime=$!
      trap 'kill -TERM $runtime' TERM
      while :; do
        wait $runtime; status=$?
        kill -0 $runtime 2>/dev/null || break
      done
      echo "runtime $status" >&4
      kill -STOP $$
      """;

  private final List<String> names;
  private final Cell.Parts parts;
  private final Gate gate;
  private final LogPipe exits;
  private final List<LogPipe> logs = new ArrayList<>();

  /// The extensions that layers bring, by file name; of more than there may be only so many that
  /// the last of them will be told so.
  ///
  /// @param layers their folders
  static List<String> in(List<Path> layers) throws IOException {
    var names = new TreeSet<String>();
    for (var layer : layers) {
      var folder = layer.resolve("extensions");
      if (Files.isDirectory(folder)) {
        try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
          files.forEach(file -> names.add(file.getFileName().toString()));
        }
      }
    }
    return names.stream().limit(MOST).toList();
  }

  /// @param log takes what they write
  ExtensionProcesses(List<String> names, Cell.Parts parts, LogPipes pipes, LogSink log)
      throws IOException {
    this.names = names;
    this.parts = parts;
    this.gate = new Gate();
    this.exits = pipes.open((_, line) -> ended(line));
    names.forEach(_ -> logs.add(pipes.open(log::extension)));
    parts.api().expectExtensions(names);
    var _ = parts.api().extensionsRegistered().thenRun(gate::open);
  }

  /// `command` behind the script.
  List<String> before(List<String> command) {
    var all = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "extensions"));
    all.add(Integer.toString(names.size()));
    all.addAll(names);
    all.addAll(command);
    return all;
  }

  /// What the script needs open.
  Handed handed() {
    var outputs = new HashMap<Integer, Path>();
    outputs.put(EXITS, Handed.descriptor(exits.writeDescriptor()));
    for (int i = 0; i < logs.size(); i++) {
      outputs.put(FIRST_LOG + i, Handed.descriptor(logs.get(i).writeDescriptor()));
    }
    return new Handed(Map.of(GATE, gate.path()), outputs);
  }

  /// The cell has been started.
  void started() {
    exits.started();
    logs.forEach(LogPipe::started);
  }

  /// @param line `runtime 1`, or an extension's number and its status; the sandbox could write
  ///   anything here, and so end nothing but itself
  private void ended(String line) {
    int space = line.indexOf(' ');
    try {
      var status = new ExitStatus(Integer.parseInt(line, space + 1, line.length(), 10));
      if (line.startsWith("runtime ")) {
        parts.output().drain(); // last words first: a run that ends now must find them in its log
        parts.api().processEnded(status.toString(), parts.group().killedForMemory());
        return;
      }
      int index = Integer.parseInt(line, 0, Math.max(space, 0), 10);
      logs.get(index).drain();
      // 126 and 127 are the shell's own: it could not run the file.
      boolean launched = status.code() != 126 && status.code() != 127;
      parts.api().extensionEnded(names.get(index), status.toString(), launched);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      parts.api().processEnded("exit status 1", false);
    }
  }

  @Override
  public void close() {
    gate.close();
    exits.close();
    logs.forEach(LogPipe::close);
  }
}
