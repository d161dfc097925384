package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.cli.Main;
import dev.hearth.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeStorageExceededException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Several accounts in one Hearth, made by `hearth account`.
@ExtendWith(Cloud.Extension.class)
class AccountsTest {
  private static final String CODE = "def handler(event, context):\n    return 1\n";

  private final Cloud cloud;
  private final String name = "a" + UUID.randomUUID().toString().substring(0, 8);

  private record Said(int exit, String out, String err) {
    JsonNode json() {
      try {
        assertThat(exit).as(err).isZero();
        return new ObjectMapper().readTree(out);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  AccountsTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private Tenant first;
  private Tenant second;

  @BeforeEach
  void makeAccounts() {
    first = create(name);
    second = create(name + "-2");
  }

  private Tenant create(String account, String... options) {
    var words = new ArrayList<>(List.of("account", "create", account, "--json"));
    words.addAll(List.of(options));
    var made = hearth(cloud.environment(), words.toArray(String[]::new)).json();
    return new Tenant(
        cloud.endpoint(), made.path("accessKeyId").asText(), made.path("secretAccessKey").asText());
  }

  private static Said hearth(Map<String, String> environment, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment),
            words);
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Map<String, String> environment(Tenant tenant) {
    var environment = new HashMap<>(cloud.environment());
    environment.put("AWS_ACCESS_KEY_ID", tenant.key.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", tenant.key.secretAccessKey());
    return environment;
  }

  @Test
  void twoAccountsUseTheSameNamesAndSeeNothingOfEachOther() {
    first.settle(name);
    second.settle(name);

    for (var tenant : List.of(first, second)) {
      var account = tenant.account();
      var seen = tenant.sees();
      assertThat(seen).hasSizeGreaterThanOrEqualTo(12).allMatch(each -> each.contains(account));
    }
    try (var secrets = first.client(SecretsManagerClient.builder()).build();
        var parameters = second.client(SsmClient.builder()).build()) {
      assertThat(secrets.getSecretValue(r -> r.secretId(name)).secretString())
          .isEqualTo("of " + first.key.accessKeyId());
      assertThat(parameters.getParameter(r -> r.name(name)).parameter().value())
          .isEqualTo("of " + second.key.accessKeyId());
    }
    try (var trail = second.client(CloudTrailClient.builder()).build()) {
      var account = first.account();
      assertThat(trail.lookupEvents().events())
          .isNotEmpty()
          .noneMatch(event -> event.cloudTrailEvent().contains(account));
    }
  }

  @Test
  void whatIsNamedByItsArnIsRefusedToOthers() {
    first.settle(name);
    var account = first.account();
    try (var lambda = second.client(LambdaClient.builder()).build();
        var sqs = second.client(SqsClient.builder()).build();
        var sns = second.client(SnsClient.builder()).build();
        var secrets = second.client(SecretsManagerClient.builder()).build();
        var keys = second.client(KmsClient.builder()).build();
        var sts = second.client(StsClient.builder()).build()) {
      var prefix = ":us-east-1:" + account + ":";
      for (Runnable each :
          List.<Runnable>of(
              () ->
                  lambda.invoke(
                      r -> r.functionName("arn:aws:lambda" + prefix + "function:" + name)),
              () ->
                  lambda.getFunction(
                      r -> r.functionName("arn:aws:lambda" + prefix + "function:" + name)),
              () ->
                  sqs.sendMessage(
                      r ->
                          r.queueUrl(cloud.endpoint() + "/" + account + "/" + name)
                              .messageBody("x")),
              () -> sns.publish(r -> r.topicArn("arn:aws:sns" + prefix + name).message("x")),
              () ->
                  secrets.getSecretValue(
                      r -> r.secretId("arn:aws:secretsmanager" + prefix + "secret:" + name)),
              () -> keys.describeKey(r -> r.keyId("arn:aws:kms" + prefix + "alias/" + name)),
              () ->
                  sts.assumeRole(
                      r ->
                          r.roleArn("arn:aws:iam::" + account + ":role/" + name)
                              .roleSessionName("other")))) {
        assertThatThrownBy(each::run)
            .isInstanceOfSatisfying(
                AwsServiceException.class,
                e -> assertThat(e.awsErrorDetails().errorCode()).startsWith("A"));
      }
    }
  }

  @Test
  void anAccountHasNoMoreThanItsQuota() {
    var small = create(name + "-3", "--functions", "1", "--concurrency", "5", "--storage", "1GB");
    small.settle(name);

    try (var lambda = small.client(LambdaClient.builder()).build()) {
      var function = lambda.getFunction(r -> r.functionName(name)).configuration();
      assertThatThrownBy(
              () ->
                  lambda.createFunction(
                      r ->
                          r.functionName(name + "2")
                              .runtime(Runtime.PYTHON3_12)
                              .handler("app.handler")
                              .role(function.role())
                              .code(
                                  c ->
                                      c.zipFile(
                                          SdkBytes.fromByteArray(CodeZip.of("app.py", CODE))))))
          .isInstanceOf(CodeStorageExceededException.class);
      var limit = lambda.getAccountSettings().accountLimit();
      assertThat(limit.concurrentExecutions()).isEqualTo(5);
      assertThat(limit.totalCodeSize()).isEqualTo(1L << 30);
    }
    var changed =
        hearth(cloud.environment(), "account", "quota", name + "-3", "--functions", "2", "--json")
            .json();
    assertThat(changed.path("functions").asInt()).isEqualTo(2);
    assertThat(changed.path("concurrency").asInt()).isEqualTo(5);
  }

  @Test
  void accountsAreListedAndShownToTheirOwnerAlone() {
    assertThat(hearth(cloud.environment(), "account", "list").out())
        .contains(first.account(), second.account(), "(this Hearth's own)");
    assertThat(
            hearth(cloud.environment(), "account", "show", name, "--json")
                .json()
                .path("account")
                .asText())
        .isEqualTo(first.account());
    assertThat(hearth(cloud.environment(), "account", "show", "nobodys").err())
        .contains("There is no account nobodys.");
    assertThat(hearth(cloud.environment(), "account", "create", name).err())
        .contains("already exists");

    for (var words :
        List.of(
            new String[] {"account", "list"},
            new String[] {"account", "create", "mine"},
            new String[] {"account", "quota", name, "--functions", "9"},
            new String[] {"audit", "verify"})) {
      var said = hearth(environment(first), words);
      assertThat(said.exit()).isNotZero();
      assertThat(said.err()).contains("This is for the account that owns this Hearth.");
    }
    assertThat(hearth(environment(first), "ps", "--json").json().findValuesAsText("function"))
        .isEmpty();
  }
}
