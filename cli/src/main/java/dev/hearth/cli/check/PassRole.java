package dev.hearth.cli.check;

import org.jspecify.annotations.Nullable;

/// Any role can be given to a service, an administrator's too.
final class PassRole extends PolicyRule {
  PassRole() {
    super(
        "policy-pass-role",
        Severity.HIGH,
        "A policy allows iam:PassRole on every role, which is a way to the rights of any of them",
        "Name the roles that are passed, and the service with the condition"
            + " `iam:PassedToService`.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    boolean any =
        statement.resources().stream()
            .anyMatch(arn -> arn.equals("*") || arn.endsWith(":*") || arn.endsWith(":role/*"));
    return any
            && !statement.exceptResources()
            && !statement.allActions() // which has a rule of its own
            && statement.names("iam:passrole")
        ? "`iam:PassRole` is allowed on every role."
        : null;
  }
}
