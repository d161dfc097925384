package dev.hearth.functions.policies;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import org.jspecify.annotations.Nullable;

/// The functions, versions and aliases that can have a policy.
final class PolicyOwner {
  private PolicyOwner() {}

  /// @throws ServiceException `InvalidParameterValueException` for `$LATEST`, which can have none
  static FunctionReference of(Call call, String functionName, @Nullable String qualifier) {
    var reference = FunctionReference.of(call, functionName, qualifier);
    if (reference.qualifier().equals(FunctionReference.LATEST)) {
      throw Refusals.invalid("We currently do not support adding policies for $LATEST.");
    }
    return reference;
  }

  /// @throws ServiceException `ResourceNotFoundException` where it is not there
  static void check(FunctionTables tables, FunctionReference owner) {
    if (Catalogue.find(tables, owner).isEmpty()) {
      boolean alias = Catalogue.number(owner.effectiveQualifier()).isEmpty();
      throw alias ? Refusals.aliasNotFound(owner.arn()) : Refusals.notFound(owner.arn());
    }
  }

  /// @param asked null for any
  /// @throws ServiceException `PreconditionFailedException`
  static void checkRevision(@Nullable String asked, @Nullable String current) {
    if (asked != null && !asked.equals(current)) {
      throw new ServiceException(
              "PreconditionFailedException",
              412,
              "The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API"
                  + " to retrieve the latest RevisionId")
          .with("Type", "User");
    }
  }
}
