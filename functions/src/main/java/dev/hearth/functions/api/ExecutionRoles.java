package dev.hearth.functions.api;

import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Settings;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.identity.Roles;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import java.util.Set;

/// Checks that Lambda can assume a function's execution role, and that the role may do what the
/// function's settings ask of it.
final class ExecutionRoles {
  /// What dead letters can be sent to: queues and topics.
  private static final Set<String> DEAD_LETTER_SERVICES = Set.of("sqs", "sns");

  private final Roles roles;
  private final DestinationCheck destinations;

  ExecutionRoles(Roles roles, DestinationCheck destinations) {
    this.roles = roles;
    this.destinations = destinations;
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

  /// @throws ServiceException `InvalidParameterValueException` where the function's dead letters
  ///   cannot be sent to their target
  void checkDeadLetters(Settings settings) {
    var target = settings.deadLetterTarget();
    if (target == null) {
      return;
    }
    var arn =
        Arn.parse(target)
            .filter(parsed -> DEAD_LETTER_SERVICES.contains(parsed.service()))
            .orElseThrow(
                () ->
                    Refusals.invalid(
                        "The dead-letter target " + target + " is no queue or topic."));
    destinations.check(settings.role(), arn);
  }
}
