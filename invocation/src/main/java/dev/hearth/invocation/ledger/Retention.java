package dev.hearth.invocation.ledger;

import dev.hearth.kernel.Require;
import java.time.Duration;

/// How much the ledger keeps.
///
/// @param longest since the event ended
/// @param successes events that succeeded, the latest ones
/// @param failures events that did not, with their payloads; they are counted apart, so that much
///   success does not push out what someone may want to redrive
public record Retention(Duration longest, int successes, int failures) {
  /// What a node keeps unless it is told otherwise: 14 days, as SQS keeps dead letters at most.
  public static final Retention DEFAULT = new Retention(Duration.ofDays(14), 1_000_000, 100_000);

  /// Rejects what would keep nothing.
  public Retention {
    Require.between("successes", successes, 1, Integer.MAX_VALUE);
    Require.between("failures", failures, 1, Integer.MAX_VALUE);
  }
}
