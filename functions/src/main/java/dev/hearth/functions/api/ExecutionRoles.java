package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.identity.Roles;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;

/// Checks that Lambda can assume a function's execution role.
final class ExecutionRoles {
  private final Roles roles;

  ExecutionRoles(Roles roles) {
    this.roles = roles;
  }

  /// @throws ServiceException `InvalidParameterValueException` for a role that does not exist or
  ///   does not trust Lambda; `AccessDeniedException` for another account's
  void check(String role, FunctionReference function) {
    var account = Arn.parse(role).map(Arn::account).orElse("");
    if (!account.isEmpty() && !account.equals(function.account().digits())) {
      throw new ServiceException(
          "AccessDeniedException", 403, "Cross-account pass role is not allowed.");
    }
    if (!roles.assumable(role, "lambda.amazonaws.com")) {
      throw Refusals.invalid("The role defined for the function cannot be assumed by Lambda.");
    }
  }
}
