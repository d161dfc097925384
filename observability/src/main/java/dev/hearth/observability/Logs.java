package dev.hearth.observability;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.time.Instant;

/// Where the platform writes log lines; CloudWatch Logs' API reads them.
public interface Logs {
  /// One stream of one group; both are created when the first line is stored.
  record Stream(AccountId account, Region region, String group, String name) {}

  /// Takes a line without ever blocking: when the bounded buffer is full the line is dropped and
  /// counted, and the stream later says how many were lost.
  void append(Stream stream, Instant time, String line);

  /// Waits until every line taken so far can be read; for shutdown and tests.
  void flush();

  /// Lines dropped since the start.
  long dropped();
}
