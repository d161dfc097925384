package dev.hearth.cli.check;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A rule about one statement at a time of a policy, of those that allow something.
abstract class PolicyRule extends Rule<PolicyDocument> {
  PolicyRule(String id, Severity severity, String title, String advice) {
    super(id, severity, PolicyDocument.class, title, advice);
  }

  @Override
  protected final void examine(PolicyDocument policy, Consumer<Finding> found) {
    for (var statement : policy.statements()) {
      var fault = statement.allows() ? fault(policy, statement) : null;
      if (fault != null) {
        found.accept(finding(policy.place().with(statement.name()), fault));
      }
    }
  }

  /// What is wrong with the statement; null where nothing is.
  abstract @Nullable String fault(PolicyDocument policy, Statement statement);
}
