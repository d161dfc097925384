package dev.hearth.invocation;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Require;
import java.time.Duration;
import java.util.function.ToIntFunction;

/// What one node grants. Every limit can be set; the defaults are Lambda's where it has one.
///
/// @param accountConcurrency invocations in progress in one account and region
/// @param maxSandboxes sandboxes on this node, idle ones included
/// @param capacityWait how long an invocation waits for room on a full node before it is throttled
/// @param idle how long a sandbox is kept without work
/// @param maxAge how old a sandbox may grow; below the life of its credentials
/// @param concurrencyOf the invocations in progress that an account may have in a region, where
///   that is not the same for all
public record InvocationLimits(
    int accountConcurrency,
    int maxSandboxes,
    Duration capacityWait,
    Duration idle,
    Duration maxAge,
    ToIntFunction<AccountId> concurrencyOf) {
  /// The same for all accounts.
  public InvocationLimits(
      int accountConcurrency,
      int maxSandboxes,
      Duration capacityWait,
      Duration idle,
      Duration maxAge) {
    this(accountConcurrency, maxSandboxes, capacityWait, idle, maxAge, _ -> accountConcurrency);
  }

  /// These, but for what each account may have.
  public InvocationLimits with(ToIntFunction<AccountId> accounts) {
    return new InvocationLimits(
        accountConcurrency, maxSandboxes, capacityWait, idle, maxAge, accounts);
  }

  /// Rejects limits under which nothing could run.
  public InvocationLimits {
    Require.between("accountConcurrency", accountConcurrency, 1, 1_000_000);
    Require.between("maxSandboxes", maxSandboxes, 1, 1_000_000);
  }

  /// @param maxSandboxes what the node's memory allows
  public static InvocationLimits defaults(int maxSandboxes) {
    return new InvocationLimits(
        1000, maxSandboxes, Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(6));
  }
}
