package dev.hearth.cli;

import dev.hearth.identity.audit.AuditConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/// What `hearth up` is told about the audit trail.
final class AuditOptions {
  @Option(
      names = "--audit-days",
      paramLabel = "N",
      description = "How many days the audit trail is kept (default: 90).")
  private int days = (int) AuditConfig.DEFAULT.retention().toDays();

  @Option(
      names = "--audit-data",
      description = "Audit calls on data as well, such as invocations and messages.")
  private boolean data;

  /// @throws IllegalArgumentException for days out of bounds
  AuditConfig config() {
    return new AuditConfig(Duration.ofDays(days), data);
  }
}
