package dev.hearth.sandbox.logs;

import dev.hearth.sandbox.LogSink;
import java.lang.ProcessBuilder.Redirect;

/// One sandbox's stdout and stderr.
public final class LogPipe implements AutoCloseable {
  private LogPipe() {}

  /// For [ProcessBuilder#redirectOutput]; call [#started()] once the process has been started.
  public Redirect writeEnd() {
    return Redirect.DISCARD;
  }

  /// Lets go of the platform's own copy of the write end.
  public void started() {}

  /// Sends further lines to `sink`: a parked sandbox has been given its function.
  public void redirect(LogSink sink) {}

  /// Delivers all that has been written so far, on the caller's thread.
  public void drain() {}

  /// Delivers what is left, then lets go of the pipe.
  @Override
  public void close() {}
}
