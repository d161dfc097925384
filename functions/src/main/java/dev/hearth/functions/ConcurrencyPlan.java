package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.List;
import java.util.Map;

/// What the functions of one account in one region have reserved and what is to be kept ready for
/// them: all of it, as of one moment.
///
/// @param reserved how many invocations a function may run at once, by its name; functions that are
///   not named share what is left of the account's limit
/// @param provisioned a version that is named twice, for itself and for an alias, has both
public record ConcurrencyPlan(
    AccountId account,
    Region region,
    Map<String, Integer> reserved,
    List<Provisioned> provisioned) {

  /// Sandboxes that are to be initialised ahead of invocations.
  ///
  /// @param function its name
  /// @param version a published one's number
  /// @param count at least 1
  public record Provisioned(String function, String version, int count) {}

  /// Those who run functions and follow the plan.
  @FunctionalInterface
  public interface Listener {
    /// From now on `plan` holds, in place of what was planned before for its account and region.
    void planned(ConcurrencyPlan plan);
  }
}
