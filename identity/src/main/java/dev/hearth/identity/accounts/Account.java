package dev.hearth.identity.accounts;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One account of this Hearth.
///
/// @param name what the operator calls it; null for those that nobody named
/// @param home whether it is the one that the first start made
public record Account(
    AccountId id, @Nullable String name, boolean home, Instant created, AccountQuota quota) {}
