package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.TenantIsolationMode;

@ExtendWith(Cloud.Extension.class)
class TenantIsolationTest {
  private static final String PYTHON =
      """
      import os
      calls = 0
      def handler(event, context):
          global calls
          calls += 1
          print("tenant", context.tenant_id)
          return f"{context.tenant_id} {calls}"
      """;
  private static final String NODE =
      """
      let calls = 0;
      exports.handler = async (event, context) => `${context.tenantId} ${++calls}`;
      """;

  private final LambdaClient lambda;
  private final CloudWatchLogsClient logs;
  private final IamClient iam;
  private final String name = "tenants-" + UUID.randomUUID();

  TenantIsolationTest(Cloud cloud) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()));
    lambda =
        LambdaClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    logs =
        CloudWatchLogsClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @BeforeEach
  void makeRole() {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
  }

  @AfterEach
  void closeClients() {
    lambda.close();
    logs.close();
    iam.close();
  }

  private void create(String runtime, String file, String source, boolean isolated) {
    lambda.createFunction(
        r -> {
          r.functionName(name)
              .runtime(runtime)
              .handler(file.substring(0, file.lastIndexOf('.')) + ".handler")
              .role(iam.getRole(role -> role.roleName(name)).role().arn())
              .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, source))));
          if (isolated) {
            r.tenancyConfig(t -> t.tenantIsolationMode(TenantIsolationMode.PER_TENANT));
          }
        });
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  private String invoke(@Nullable String tenant) {
    return lambda.invoke(r -> r.functionName(name).tenantId(tenant)).payload().asUtf8String();
  }

  private List<FilteredLogEvent> lines() {
    try {
      return logs.filterLogEvents(
              r -> r.logGroupName("/aws/lambda/" + name).filterPattern("tenant"))
          .events();
    } catch (ResourceNotFoundException _) {
      return List.of(); // the first line makes the log group
    }
  }

  @ParameterizedTest
  @CsvSource({"python3.13, app.py", "nodejs22.x, index.js"})
  void everyTenantHasSandboxesOfItsOwn(String runtime, String file) {
    create(runtime, file, file.endsWith(".py") ? PYTHON : NODE, true);

    assertThat(invoke("blue")).isEqualTo("\"blue 1\"");
    assertThat(invoke("green")).isEqualTo("\"green 1\"");
    assertThat(invoke("blue")).isEqualTo("\"blue 2\"");
    assertThat(lambda.getFunctionConfiguration(r -> r.functionName(name)).tenancyConfig())
        .hasToString("TenancyConfig(TenantIsolationMode=PER_TENANT)");
  }

  @Test
  void anAsynchronousEventKeepsItsTenant() {
    create("python3.13", "app.py", PYTHON, true);

    lambda.invoke(r -> r.functionName(name).tenantId("a b:c").invocationType(InvocationType.EVENT));
    var lines = Await.until(this::lines, events -> !events.isEmpty());
    assertThat(lines.getFirst().message()).isEqualTo("tenant a b:c\n");
  }

  @Test
  void aTenantIsRequiredAndChecked() {
    create("python3.13", "app.py", PYTHON, true);

    assertThatThrownBy(() -> invoke(null))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Add a valid tenant ID in your request");
    assertThatThrownBy(() -> invoke("semi;colon"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("'tenantId' failed to satisfy constraint");
  }

  @Test
  void aFunctionWithoutIsolationTakesNoTenant() {
    create("python3.13", "app.py", PYTHON, false);

    assertThatThrownBy(() -> invoke("blue"))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Remove the tenant ID from your request");
    assertThat(invoke(null)).isEqualTo("\"None 1\"");
  }
}
