package dev.hearth.cli;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// The execution role of functions that were deployed without naming one: Lambda may assume it, and
/// it may do nothing.
final class DefaultRole {
  static final String NAME = "hearth-default-role";

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;

  private final IamClient iam;

  DefaultRole(IamClient iam) {
    this.iam = iam;
  }

  /// Its ARN; it is made where there is none.
  String arn() {
    try {
      return iam.getRole(r -> r.roleName(NAME)).role().arn();
    } catch (NoSuchEntityException _) {
      return make();
    }
  }

  private String make() {
    try {
      return iam.createRole(
              r ->
                  r.roleName(NAME)
                      .assumeRolePolicyDocument(TRUST)
                      .description("Functions deployed by `hearth deploy` without a role."))
          .role()
          .arn();
    } catch (EntityAlreadyExistsException _) { // another deployment was quicker
      return iam.getRole(r -> r.roleName(NAME)).role().arn();
    }
  }
}
