package dev.hearth.cli;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// A role that Lambda may assume and that, as long as it gets no policy, may do nothing.
final class ExecutionRole {
  /// That of functions which were deployed without naming one.
  static final String DEFAULT = "hearth-default-role";

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;

  private final IamClient iam;
  private final String name;

  ExecutionRole(IamClient iam, String name) {
    this.iam = iam;
    this.name = name;
  }

  /// Its ARN; it is made where there is none.
  String arn() {
    try {
      return iam.getRole(r -> r.roleName(name)).role().arn();
    } catch (NoSuchEntityException _) {
      return make();
    }
  }

  private String make() {
    try {
      return iam.createRole(
              r ->
                  r.roleName(name)
                      .assumeRolePolicyDocument(TRUST)
                      .description("Made by hearth deploy"))
          .role()
          .arn();
    } catch (EntityAlreadyExistsException _) { // another deployment was quicker
      return iam.getRole(r -> r.roleName(name)).role().arn();
    }
  }
}
