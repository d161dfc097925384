package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

class SimulationTest {
  @TempDir private Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private EvaluationResult simulate(List<String> policies, List<String> boundary) {
    return cloud
        .run(
            SimulateCustomPolicyRequest.builder()
                .policyInputList(policies)
                .permissionsBoundaryPolicyInputList(boundary)
                .actionNames("s3:GetObject")
                .build(),
            SimulateCustomPolicyResponse.class)
        .evaluationResults()
        .getFirst();
  }

  @Test
  void theStatementsThatMatchAreShownWithTheirPlaces() {
    var result =
        simulate(
            List.of(
                Cloud.allowing("sqs:*"),
                """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"},
                    {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
                  ]
                }
                """),
            List.of());
    assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
    assertThat(result.permissionsBoundaryDecisionDetail()).isNull();
    assertThat(result.matchedStatements())
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.sourcePolicyId()).isEqualTo("PolicyInputList.2");
              assertThat(statement.sourcePolicyTypeAsString()).isEqualTo("none");
              assertThat(statement.startPosition().line()).isEqualTo(4);
              assertThat(statement.endPosition().line()).isEqualTo(5);
              assertThat(statement.endPosition().column()).isEqualTo(62);
            });
  }

  @Test
  void aDenialIsShownBesideWhatAllows() {
    var result = simulate(List.of(Cloud.allowing("*"), Cloud.denying("s3:*")), List.of());
    assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.EXPLICIT_DENY);
    assertThat(result.matchedStatements())
        .extracting(statement -> statement.sourcePolicyId())
        .containsExactly("PolicyInputList.1", "PolicyInputList.2");
    assertThat(simulate(List.of(Cloud.allowing("sqs:*")), List.of()).matchedStatements()).isEmpty();
  }

  @Test
  void whetherTheBoundaryAllowsIsToldApart() {
    var bounded = simulate(List.of(Cloud.allowing("*")), List.of(Cloud.allowing("sqs:*")));
    assertThat(bounded.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
    assertThat(bounded.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
        .isFalse();
    var open = simulate(List.of(Cloud.allowing("*")), List.of(Cloud.allowing("s3:*")));
    assertThat(open.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()).isTrue();
  }

  @Test
  void aPrincipalsPoliciesAreNamed() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("objects")
            .policyDocument(Cloud.allowing("s3:*"))
            .build());
    var result =
        cloud
            .run(
                SimulatePrincipalPolicyRequest.builder()
                    .policySourceArn("arn:aws:iam::" + cloud.account() + ":user/ann")
                    .actionNames("s3:GetObject")
                    .build(),
                SimulatePrincipalPolicyResponse.class)
            .evaluationResults()
            .getFirst();
    assertThat(result.matchedStatements())
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.sourcePolicyId()).isEqualTo("user_ann_objects");
              assertThat(statement.sourcePolicyTypeAsString()).isEqualTo("user");
            });
  }
}
