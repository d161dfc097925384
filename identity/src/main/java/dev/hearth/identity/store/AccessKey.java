package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user's long-lived key.
///
/// @param id `AKIA…`
/// @param account of the user
/// @param userId whose it is, `AIDA…`
/// @param sealedSecret encrypted
/// @param lastUse null where it was never used
public record AccessKey(
    String id,
    AccountId account,
    String userId,
    Payload sealedSecret,
    boolean active,
    Instant createdAt,
    @Nullable LastUse lastUse) {

  /// When and for what a key signed last; kept to the hour.
  public record LastUse(Instant time, String service, String region) {}
}
