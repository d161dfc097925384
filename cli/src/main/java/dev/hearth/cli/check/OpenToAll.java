package dev.hearth.cli.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A resource that everybody may use, or a role that everybody may take.
final class OpenToAll extends PolicyRule {
  /// Conditions that say who the caller is. Source: "AWS global condition context keys".
  private static final List<String> NARROWING =
      List.of(
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceip",
          "aws:sourceorgid",
          "aws:sourceowner",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid",
          "kms:calleraccount",
          "lambda:eventsourcetoken",
          "sns:endpoint",
          "sts:externalid");

  OpenToAll() {
    super(
        "policy-open-to-all",
        Severity.HIGH,
        "A resource's policy is open to everybody",
        "Name the accounts, roles or services in Principal, or narrow it with a condition such as"
            + " `aws:SourceArn`.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    if (!statement.everybody() || ofFunctionUrl(statement)) {
      return null;
    }
    boolean narrowed = statement.conditionKeys().stream().anyMatch(NARROWING::contains);
    return narrowed
        ? null
        : "Principal is `*`, for " + AllResources.some(statement.actions()) + ".";
  }

  /// What a public function URL needs; the URL itself has a rule.
  private static boolean ofFunctionUrl(Statement statement) {
    return statement.actions().equals(List.of("lambda:invokefunctionurl"))
        || statement.conditionKeys().contains("lambda:invokedviafunctionurl");
  }
}
