package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.linux.Handed;
import dev.hearth.sandbox.linux.ShellScript;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/// The process of a parked cell whose function will bring its own program: a shell, the smallest
/// process that every host has, waits in it, takes the function's environment, and is replaced by
/// the program.
final class ParkedShell implements LogSink, AutoCloseable {
  private static final String READY = "ready";

  /// All that can be read before is: what follows are the variables and one word.
  private static final String PRELUDE =
      """
      become() { cd "$LAMBDA_TASK_ROOT" && unset OLDPWD SHLVL && exec "$1" </dev/null; exit 127; }
      echo %s
      """
          .formatted(READY);

  private final RuntimeApi api;
  private final LogSink log;
  private final ShellScript script;

  /// @param log what it writes beside being ready
  ParkedShell(RuntimeApi api, LogSink log) throws IOException {
    this.api = api;
    this.log = log;
    script = new ShellScript();
    script.tell(PRELUDE);
  }

  @Override
  public void accept(Instant time, String line) {
    if (line.equals(READY)) {
      api.parked();
    } else {
      log.accept(time, line);
    }
  }

  /// What it needs open.
  Handed handed() {
    return script.handed();
  }

  /// The cell has been started.
  void started() {
    script.started();
  }

  /// Replaces the shell; whether that went well only the Runtime API can tell.
  ///
  /// @param environment all that the program gets, by names that a shell can export
  /// @param program as it is called inside
  void become(Map<String, String> environment, String program) throws IOException {
    var lines = new StringBuilder();
    environment.forEach(
        (name, value) ->
            lines
                .append("export ")
                .append(name)
                .append('=')
                .append(ShellScript.quoted(value))
                .append('\n'));
    script.tell(
        lines.append("become ").append(ShellScript.quoted(program)).append('\n').toString());
    script.close();
  }

  @Override
  public void close() {
    try {
      script.close();
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is left to be written
    }
  }
}
