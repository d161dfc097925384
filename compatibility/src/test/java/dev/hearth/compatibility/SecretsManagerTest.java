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
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Secrets Manager, as AWS's own clients use it.
@ExtendWith(Cloud.Extension.class)
class SecretsManagerTest {
  private final Cloud cloud;
  private final String name = "secret-" + UUID.randomUUID();

  SecretsManagerTest(Cloud cloud) {
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

  private SecretsManagerClient secrets() {
    return client(SecretsManagerClient.builder()).build();
  }

  @Test
  void aSecretLivesIsReplacedAndGoes() {
    try (var secrets = secrets()) {
      var arn = secrets.createSecret(r -> r.name(name).secretString("one")).arn();
      secrets.putSecretValue(r -> r.secretId(arn).secretString("two"));
      assertThat(secrets.getSecretValue(r -> r.secretId(name)).secretString()).isEqualTo("two");
      assertThat(
              secrets
                  .getSecretValue(r -> r.secretId(name).versionStage("AWSPREVIOUS"))
                  .secretString())
          .isEqualTo("one");
      assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("no-" + name)))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageContaining("Secrets Manager can't find the specified secret.");
      assertThatThrownBy(() -> secrets.rotateSecret(r -> r.secretId(name)))
          .isInstanceOf(InvalidRequestException.class);
      secrets.deleteSecret(r -> r.secretId(name).recoveryWindowInDays(7L));
      assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId(name)))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aFunctionReadsASecretWhereItsRoleMay() {
    try (var secrets = secrets();
        var iam = client(IamClient.builder()).build();
        var function = new PythonFunction(cloud)) {
      var arn = secrets.createSecret(r -> r.name(name).secretString("open")).arn();
      function
          .lambda()
          .createFunction(
              function
                  .creation(
                      "import boto3; return boto3.client('secretsmanager').get_secret_value("
                          + "SecretId=event['id'])['SecretString']")
                  .memorySize(1024)
                  .timeout(60)
                  .build());
      function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
      assertThat(read(function)).contains("AccessDeniedException");
      iam.putRolePolicy(
          r ->
              r.roleName(function.name())
                  .policyName("read")
                  .policyDocument(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                       "Action":"secretsmanager:GetSecretValue","Resource":"%s"}]}\
                      """
                          .formatted(arn)));
      assertThat(read(function)).isEqualTo("\"open\"");
    }
  }

  private String read(PythonFunction function) {
    return function
        .lambda()
        .invoke(
            r ->
                r.functionName(function.name())
                    .payload(SdkBytes.fromUtf8String("{\"id\":\"" + name + "\"}")))
        .payload()
        .asUtf8String();
  }
}
