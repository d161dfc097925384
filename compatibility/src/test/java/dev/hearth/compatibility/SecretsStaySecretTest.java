package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// A value that nobody else could have made up is handed to everything that takes secrets, in good
/// requests and in bad ones, and then looked for where it must not be.
@ExtendWith(Cloud.Extension.class)
class SecretsStaySecretTest {
  private static final String CANARY = "canary-" + UUID.randomUUID();
  private static final List<String> LOGS = List.of("logs.db", "audit.db");

  private final Cloud cloud;
  private final String name = "quiet-" + UUID.randomUUID();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          told.add(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  SecretsStaySecretTest(Cloud cloud) {
    this.cloud = cloud;
  }

  @BeforeEach
  void listen() {
    Logger.getLogger("dev.hearth").addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger("dev.hearth").removeHandler(handler);
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

  private void refused(Runnable work) {
    var thrown = Assertions.catchThrowableOfType(AwsServiceException.class, work::run);
    assertThat(thrown).isNotNull();
    told.add(String.valueOf(thrown.getMessage()));
  }

  @Test
  void aSecretIsInNoLogNoAuditNoFileNameAndNoErrorText() throws IOException {
    functions();
    secretsAndParameters();
    messages();
    assertThat(told).noneMatch(line -> line.contains(CANARY));
    try (var files = Files.walk(cloud.data())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.toString()).doesNotContain(CANARY);
        if (LOGS.stream().anyMatch(file.getFileName().toString()::startsWith)) {
          assertThat(bytes(file)).as(file.toString()).doesNotContain(CANARY);
        }
      }
    }
    assertThat(
            bytes(cloud.data().resolve("audit.db")) + bytes(cloud.data().resolve("audit.db-wal")))
        .as("the audit of what was done")
        .contains(name)
        .contains("PutParameter")
        .contains("CreateSecret");
  }

  /// SQLite's files are not opened but by the server itself, whose locks that would drop; a copy by
  /// another process does not.
  private static String bytes(Path file) throws IOException {
    var copy = new ProcessBuilder("cat", file.toString()).start();
    try (var out = copy.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private void functions() {
    try (var function = new PythonFunction(cloud)) {
      var creation = function.creation("return 1");
      refused(
          () ->
              function
                  .lambda()
                  .createFunction(
                      creation
                          .environment(e -> e.variables(Map.of("1 bad name", CANARY)))
                          .build()));
      refused(
          () ->
              function
                  .lambda()
                  .createFunction(
                      creation
                          .environment(e -> e.variables(Map.of("BIG", CANARY + "x".repeat(5_000))))
                          .build()));
      function
          .lambda()
          .createFunction(creation.environment(e -> e.variables(Map.of("SECRET", CANARY))).build());
      function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
      function
          .lambda()
          .invoke(
              r ->
                  r.functionName(function.name())
                      .payload(SdkBytes.fromUtf8String("{\"x\":\"" + CANARY + "\"}")));
      refused(
          () ->
              function
                  .lambda()
                  .invoke(
                      r ->
                          r.functionName(function.name())
                              .payload(SdkBytes.fromUtf8String("{" + CANARY))));
    }
  }

  private void secretsAndParameters() {
    try (var secrets = client(SecretsManagerClient.builder()).build();
        var ssm = client(SsmClient.builder()).build();
        var kms = client(KmsClient.builder()).build()) {
      secrets.createSecret(r -> r.name(name).secretString(CANARY));
      refused(() -> secrets.createSecret(r -> r.name(name).secretString(CANARY + "2")));
      secrets.getSecretValue(r -> r.secretId(name));
      ssm.putParameter(r -> r.name("/" + name).value(CANARY).type(ParameterType.SECURE_STRING));
      refused(
          () ->
              ssm.putParameter(
                  r ->
                      r.name("/" + name + "/x")
                          .value(CANARY)
                          .type(ParameterType.STRING)
                          .allowedPattern("^\\d+$")));
      refused(
          () ->
              ssm.putParameter(
                  r -> r.name("/" + name).value(CANARY).type(ParameterType.SECURE_STRING)));
      ssm.getParameter(r -> r.name("/" + name).withDecryption(true));
      var key = kms.createKey().keyMetadata().keyId();
      kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String(CANARY)));
      refused(
          () ->
              kms.encrypt(
                  r ->
                      r.keyId(key).plaintext(SdkBytes.fromUtf8String(CANARY + "x".repeat(5_000)))));
    }
  }

  private void messages() {
    try (var sqs = client(SqsClient.builder()).build();
        var sns = client(SnsClient.builder()).build();
        var events = client(EventBridgeClient.builder()).build()) {
      var url = sqs.createQueue(r -> r.queueName(name)).queueUrl();
      sqs.sendMessage(r -> r.queueUrl(url).messageBody(CANARY));
      refused(
          () ->
              sqs.sendMessage(
                  r ->
                      r.queueUrl(url)
                          .messageBody(CANARY)
                          .messageAttributes(
                              Map.of(
                                  "a",
                                  MessageAttributeValue.builder()
                                      .dataType("Nothing")
                                      .stringValue(CANARY)
                                      .build()))));
      var topic = sns.createTopic(r -> r.name(name)).topicArn();
      sns.publish(r -> r.topicArn(topic).message(CANARY));
      refused(() -> sns.publish(r -> r.topicArn(topic + "x").message(CANARY)));
      events.putEvents(
          r ->
              r.entries(
                  PutEventsRequestEntry.builder()
                      .source("s")
                      .detailType("t")
                      .detail("{\"x\":\"" + CANARY + "\"}")
                      .build()));
    }
  }
}
