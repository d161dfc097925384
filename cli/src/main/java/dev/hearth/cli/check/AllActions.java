package dev.hearth.cli.check;

import org.jspecify.annotations.Nullable;

/// Everything is allowed.
final class AllActions extends PolicyRule {
  AllActions() {
    super(
        "policy-all-actions",
        Severity.HIGH,
        "A policy allows every action",
        "Name the actions that are called: `hearth policy NAME` prints the least that a function's"
            + " role needs.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    return statement.allActions() ? "Action is `*`." : null;
  }
}
