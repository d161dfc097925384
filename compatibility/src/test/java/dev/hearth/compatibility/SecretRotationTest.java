package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/// A function in Python that rotates a secret as AWS documents the four steps.
@ExtendWith(Cloud.Extension.class)
class SecretRotationTest {
  private static final String CODE =
      """
      import boto3

      def handler(event, context):
          secrets = boto3.client("secretsmanager")
          arn, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
          described = secrets.describe_secret(SecretId=arn)
          if not described["RotationEnabled"]:
              raise ValueError("not to be rotated")
          labels = described["VersionIdsToStages"]
          if "AWSPENDING" not in labels.get(token, []):
              raise ValueError("not pending")
          if step == "createSecret":
              current = secrets.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")
              try:
                  secrets.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")
              except secrets.exceptions.ResourceNotFoundException:
                  secrets.put_secret_value(
                      SecretId=arn,
                      ClientRequestToken=token,
                      SecretString=current["SecretString"] + "+",
                      VersionStages=["AWSPENDING"])
          elif step == "finishSecret":
              current = next(v for v, stages in labels.items() if "AWSCURRENT" in stages)
              secrets.update_secret_version_stage(
                  SecretId=arn,
                  VersionStage="AWSCURRENT",
                  MoveToVersionId=token,
                  RemoveFromVersionId=current)
          else:
              secrets.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")
      """;

  private final Cloud cloud;
  private final String name = "rotated-" + UUID.randomUUID();

  SecretRotationTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private String function(IamClient iam, LambdaClient lambda) {
    var role =
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
            .role()
            .arn();
    iam.putRolePolicy(
        r ->
            r.roleName(name)
                .policyName("rotate")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                    "Action":["secretsmanager:DescribeSecret","secretsmanager:GetSecretValue",\
                    "secretsmanager:PutSecretValue","secretsmanager:UpdateSecretVersionStage"],\
                    "Resource":"arn:aws:secretsmanager:us-east-1:%s:secret:%s-??????"}]}\
                    """
                        .formatted(cloud.account(), name)));
    var arn =
        lambda
            .createFunction(
                r ->
                    r.functionName(name)
                        .runtime(Runtime.PYTHON3_12)
                        .handler("app.handler")
                        .role(role)
                        .memorySize(1024)
                        .timeout(60)
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", CODE)))))
            .functionArn();
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    return arn;
  }

  @Test
  void aFunctionInPythonRotatesASecret() throws Exception {
    try (var iam = client(IamClient.builder()).build();
        var lambda = client(LambdaClient.builder()).build();
        var secrets = client(SecretsManagerClient.builder()).build()) {
      var function = function(iam, lambda);
      secrets.createSecret(r -> r.name(name).secretString("v"));
      assertThatThrownBy(
              () -> secrets.rotateSecret(r -> r.secretId(name).rotationLambdaARN(function)))
          .isInstanceOf(SecretsManagerException.class)
          .hasMessageContaining("cannot invoke the specified Lambda function");
      lambda.addPermission(
          r ->
              r.functionName(name)
                  .statementId("s")
                  .action("lambda:InvokeFunction")
                  .principal("secretsmanager.amazonaws.com")
                  .sourceAccount(cloud.account()));

      var begun =
          secrets.rotateSecret(
              r ->
                  r.secretId(name)
                      .rotationLambdaARN(function)
                      .rotationRules(rules -> rules.scheduleExpression("cron(0 8 1 * ? *)")));

      Await.until(
          () -> secrets.describeSecret(r -> r.secretId(name)),
          secret -> secret.lastRotatedDate() != null);
      var value = secrets.getSecretValue(r -> r.secretId(name));
      assertThat(value.secretString()).isEqualTo("v+");
      assertThat(value.versionId()).isEqualTo(begun.versionId());
      var described = secrets.describeSecret(r -> r.secretId(name));
      assertThat(described.rotationEnabled()).isTrue();
      assertThat(described.nextRotationDate()).isAfter(described.lastRotatedDate());
      secrets.cancelRotateSecret(r -> r.secretId(name));
      assertThat(secrets.describeSecret(r -> r.secretId(name)).rotationEnabled()).isFalse();
    }
  }
}
