package dev.hearth.cli.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything of a service is allowed.
final class ServiceWildcard extends PolicyRule {
  ServiceWildcard() {
    super(
        "policy-service-wildcard",
        Severity.MEDIUM,
        "A policy allows every action of a service",
        "Name the actions that are called, such as `sqs:SendMessage`.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    List<String> wild =
        statement.exceptActions()
            ? List.of()
            : statement.actions().stream()
                .filter(action -> action.endsWith(":*") && action.length() > 2)
                .filter(action -> !action.startsWith("*"))
                .toList();
    return wild.isEmpty() ? null : "Actions are " + AllResources.some(wild) + ".";
  }
}
