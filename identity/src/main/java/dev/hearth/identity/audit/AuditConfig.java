package dev.hearth.identity.audit;

import dev.hearth.kernel.Require;
import java.time.Duration;

/// What is audited, and how long it is kept.
///
/// @param retention 1 to 3 650 days
/// @param dataEvents whether calls on data, such as invocations and messages, are audited as well
public record AuditConfig(Duration retention, boolean dataEvents) {
  /// As CloudTrail's event history: 90 days, without data events.
  public static final AuditConfig DEFAULT = new AuditConfig(Duration.ofDays(90), false);

  public AuditConfig {
    Require.between("audit retention in days", retention.toDays(), 1, 3_650);
  }
}
