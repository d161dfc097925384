package dev.hearth.observability.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A log group as it is stored.
///
/// @param id never used again, also when a group of the same name is made later
/// @param retentionDays null while events never expire
/// @param storedBytes messages in UTF-8 and 26 bytes for each event, as AWS counts ingestion
public record LogGroup(
    long id,
    AccountId account,
    Region region,
    String name,
    Instant created,
    String logGroupClass,
    @Nullable Integer retentionDays,
    boolean deletionProtected,
    long storedBytes) {

  /// `arn:aws:logs:region:account:log-group:name`.
  public Arn arn() {
    return Arn.of("logs", region, account, "log-group:" + name);
  }
}
