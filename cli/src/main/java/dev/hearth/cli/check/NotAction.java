package dev.hearth.cli.check;

import org.jspecify.annotations.Nullable;

/// All is allowed but what is named.
final class NotAction extends PolicyRule {
  NotAction() {
    super(
        "policy-not-action",
        Severity.HIGH,
        "A policy allows every action but some, those of services yet to come too",
        "Turn it round: Allow with Action and what is needed, or Deny with NotAction.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    return statement.exceptActions()
        ? "NotAction allows all but " + AllResources.some(statement.actions()) + "."
        : null;
  }
}
