package dev.hearth.identity;

/// Answers what other parts must know of a role before they take its ARN into their settings.
///
/// Whether the *caller* may hand the role over is another question, asked through the operation's
/// access: `Access.to(…).and("iam:PassRole", roleArn, Map.of("iam:PassedToService", …))`.
public interface Roles {
  /// Whether the role exists and its trust policy lets `servicePrincipal` assume it.
  ///
  /// @param roleArn any text; what is no role's ARN is not assumable
  /// @param servicePrincipal such as `lambda.amazonaws.com`
  boolean assumable(String roleArn, String servicePrincipal);
}
