package dev.hearth.cli.check;

import org.jspecify.annotations.Nullable;

/// All resources are meant but those named.
final class NotResource extends PolicyRule {
  NotResource() {
    super(
        "policy-not-resource",
        Severity.MEDIUM,
        "A policy allows actions on every resource but some, those yet to come too",
        "Turn it round: Allow with Resource and what is needed.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    return statement.exceptResources()
        ? "NotResource means all but " + AllResources.some(statement.resources()) + "."
        : null;
  }
}
