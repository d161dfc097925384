package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;

/// What those who run functions ask the catalogue; it answers from memory on the warm path.
public interface Functions {
  /// The version that `name` and `qualifier` mean.
  ///
  /// @param name a name, `name:qualifier`, a partial ARN (`123456789012:function:name`) or a full
  ///   one
  /// @param qualifier `$LATEST`, a number or an alias; empty where the request has none
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException` in Lambda's words;
  ///   `InvalidParameterValueException` where `name` and `qualifier` contradict each other
  FunctionVersion resolve(AccountId account, Region region, String name, String qualifier);

  /// Calls `listener` before an update or a deletion answers, so that no old code runs afterwards.
  void onChange(ChangeListener listener);

  /// Hears that a version's code or settings are no longer to be used.
  @FunctionalInterface
  interface ChangeListener {
    /// @param retired as it was before
    void retired(FunctionVersion retired);
  }
}
