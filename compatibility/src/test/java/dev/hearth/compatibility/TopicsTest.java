package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.messaging.topics.TopicsConfig;
import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.MessagingConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Topics to queues, functions and HTTP endpoints. The Hearth is told to deliver to loopback, and
/// that the world knows it by the name by which AWS's verifiers know SNS.
class TopicsTest {
  private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK =
      """
      import boto3
      def handler(event, context):
          sns = event["Records"][0]["Sns"]
          boto3.client("logs").create_log_group(logGroupName="got/" + sns["Message"])
      """;

  @TempDir private Path folder;
  private Server server;
  private SnsClient sns;
  private SqsClient sqs;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.start(
            new ServerConfig(
                    0,
                    folder.resolve("data"),
                    true,
                    new FunctionsConfig("bubblewrap", Cloud.runtimes()))
                .with(
                    new MessagingConfig(
                        new TopicsConfig(URI.create("https://sns.us-east-1.amazonaws.com"), true),
                        RegisteredSources.NONE)));
    sns = client(SnsClient.builder()).build();
    sqs = client(SqsClient.builder()).build();
  }

  @AfterEach
  void stop() {
    sns.close();
    sqs.close();
    server.close();
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  /// A queue; an open one lets the topic send to it.
  private String queue(String name, String topic, boolean open) {
    var fifo = name.endsWith(".fifo");
    var url =
        sqs.createQueue(
                r ->
                    r.queueName(name)
                        .attributes(
                            fifo ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of()))
            .queueUrl();
    if (open) {
      var policy =
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
           "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"%s",
           "Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
          """
              .formatted(arn(name), topic);
      sqs.setQueueAttributes(
          r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    }
    return url;
  }

  private static String arn(String queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue;
  }

  private List<Message> receive(String url, int seconds) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(seconds)
                    .messageAttributeNames("All"))
        .messages();
  }

  @Test
  void aMessageReachesTheQueuesThatWantItAndLetItIn() throws Exception {
    var topic = sns.createTopic(r -> r.name("t")).topicArn();
    var wrapped = queue("wrapped", topic, true);
    var raw = queue("raw", topic, true);
    var other = queue("other", topic, true);
    var closed = queue("closed", topic, false);
    for (var name : List.of("wrapped", "raw", "other", "closed")) {
      sns.subscribe(
          r ->
              r.topicArn(topic)
                  .protocol("sqs")
                  .endpoint(arn(name))
                  .attributes(
                      switch (name) {
                        case "raw" ->
                            Map.of(
                                "RawMessageDelivery", "true", "FilterPolicy", "{\"kind\":[\"a\"]}");
                        case "other" -> Map.of("FilterPolicy", "{\"kind\":[\"b\"]}");
                        default -> Map.of();
                      }));
    }
    var kind = MessageAttributeValue.builder().dataType("String").stringValue("a").build();
    var id =
        sns.publish(r -> r.topicArn(topic).message("hello").messageAttributes(Map.of("kind", kind)))
            .messageId();

    var notification = JSON.readTree(receive(wrapped, 5).getFirst().body());
    assertThat(notification.get("MessageId").asText()).isEqualTo(id);
    assertThat(notification.at("/MessageAttributes/kind/Value").asText()).isEqualTo("a");
    var message = receive(raw, 5).getFirst();
    assertThat(message.body()).isEqualTo("hello");
    assertThat(message.messageAttributes())
        .hasEntrySatisfying("kind", value -> assertThat(value.stringValue()).isEqualTo("a"));
    assertThat(receive(other, 0)).isEmpty();
    assertThat(receive(closed, 0)).isEmpty();
  }

  @Test
  void aFifoTopicKeepsTheOrderOfItsGroups() {
    var topic =
        sns.createTopic(
                r ->
                    r.name("t.fifo")
                        .attributes(
                            Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true")))
            .topicArn();
    var url = queue("q.fifo", topic, true);
    sns.subscribe(
        r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn("q.fifo"))
                .attributes(Map.of("RawMessageDelivery", "true")));
    for (int i = 0; i < 10; i++) {
      var message = "m" + i;
      sns.publish(r -> r.topicArn(topic).message(message).messageGroupId("g"));
      sns.publish(r -> r.topicArn(topic).message(message).messageGroupId("g")); // a duplicate
    }

    assertThat(receive(url, 5))
        .extracting(Message::body)
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
  }

  @Test
  void aFunctionRunsForAMessageOnceItsPolicyLetsIt() throws Exception {
    try (var iam = client(IamClient.builder()).build();
        var lambda = client(LambdaClient.builder()).build();
        var logs = client(CloudWatchLogsClient.builder()).build()) {
      var role = iam.createRole(r -> r.roleName("f").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
      iam.attachRolePolicy(
          r -> r.roleName("f").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      var zip = SdkBytes.fromByteArray(CodeZip.of("app.py", MARK));
      var function =
          lambda.createFunction(
              r ->
                  r.functionName("f")
                      .runtime(Runtime.PYTHON3_13)
                      .handler("app.handler")
                      .role(role.role().arn())
                      .timeout(30)
                      .memorySize(1024)
                      .code(c -> c.zipFile(zip)));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("f"));
      var topic = sns.createTopic(r -> r.name("t")).topicArn();
      var dead = queue("dead", topic, true);
      sns.subscribe(
          r ->
              r.topicArn(topic)
                  .protocol("lambda")
                  .endpoint(function.functionArn())
                  .attributes(
                      Map.of(
                          "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + arn("dead") + "\"}")));
      sns.publish(r -> r.topicArn(topic).message("closed"));
      assertThat(receive(dead, 10))
          .singleElement()
          .satisfies(letter -> assertThat(letter.body()).contains("closed"));

      lambda.addPermission(
          r ->
              r.functionName("f")
                  .statementId("sns")
                  .action("lambda:InvokeFunction")
                  .principal("sns.amazonaws.com")
                  .sourceArn(topic));
      sns.publish(r -> r.topicArn(topic).message("open"));

      Await.until(
          () -> logs.describeLogGroups(r -> r.logGroupNamePrefix("got/")).logGroups(),
          groups -> !groups.isEmpty());
      assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("got/")).logGroups())
          .singleElement()
          .satisfies(group -> assertThat(group.logGroupName()).isEqualTo("got/open"));
    }
  }

  @Test
  void anHttpEndpointConfirmsAndGetsWhatAwssOwnValidatorAccepts() throws Exception {
    var got = new CopyOnWriteArrayList<String>();
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
    try {
      var endpoint = "http://127.0.0.1:" + http.getAddress().getPort() + "/hook";
      for (var version : List.of("1", "2")) {
        got.clear();
        var topic =
            sns.createTopic(
                    r -> r.name("v" + version).attributes(Map.of("SignatureVersion", version)))
                .topicArn();
        sns.subscribe(r -> r.topicArn(topic).protocol("http").endpoint(endpoint));
        var asked = JSON.readTree(Await.until(() -> got, all -> all.size() == 1).getFirst());
        var confirmed = visit(asked.get("SubscribeURL").asText());
        assertThat(confirmed).contains("<SubscriptionArn>" + topic + ":");
        sns.publish(r -> r.topicArn(topic).subject("S").message("häll\n\"o\""));
        var notification = JSON.readTree(Await.until(() -> got, all -> all.size() == 2).getLast());
        assertThat(notification.get("Message").asText()).isEqualTo("häll\n\"o\"");
        visit(notification.get("UnsubscribeURL").asText());
        Await.until(() -> got, all -> all.size() == 3);

        assertThat(validated(got.subList(0, 2)))
            .isEqualTo(Set.of("valid SubscriptionConfirmation", "valid Notification"));
        var forged = got.get(1).replace("häll", "hell");
        assertThat(validated(List.of(forged)))
            .isEqualTo(Set.of("The message signature is invalid."));
        assertThat(type(got.get(2))).isEqualTo("UnsubscribeConfirmation");
      }
    } finally {
      http.stop(0);
    }
  }

  private static String type(String message) throws IOException {
    return JSON.readTree(message).get("Type").asText();
  }

  /// Follows a link to the Hearth that it is meant for.
  private String visit(String link) throws IOException, InterruptedException {
    var url = URI.create(server.endpoint() + "/?" + URI.create(link).getRawQuery());
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  /// What AWS's validator for JavaScript says of messages; only the way to the certificate is ours.
  private Set<String> validated(List<String> messages) throws Exception {
    var script = folder.resolve("validate-sns.cjs");
    try (var source =
        Objects.requireNonNull(TopicsTest.class.getResourceAsStream("/validate-sns.cjs"))) {
      Files.write(script, source.readAllBytes());
    }
    Files.writeString(folder.resolve("messages.json"), JSON.writeValueAsString(messages));
    var result =
        new Command(
                List.of(Clients.node().toString(), script.toString()),
                Map.of(
                    "NODE_PATH", Clients.snsValidator().toString(),
                    "ENDPOINT", server.endpoint().toString()),
                folder)
            .run()
            .json();
    var said = new HashSet<String>();
    for (JsonNode each : result) {
      said.add(each.asText());
    }
    return said;
  }

  @Test
  void anotherAccountPublishesOnlyOnceItIsAllowed() {
    var topic = sns.createTopic(r -> r.name("t")).topicArn();
    var url = queue("q", topic, true);
    sns.subscribe(
        r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn("q"))
                .attributes(Map.of("RawMessageDelivery", "true")));
    var key = AwsBasicCredentials.create("111111111111", "test");
    try (var stranger =
        client(SnsClient.builder())
            .credentialsProvider(StaticCredentialsProvider.create(key))
            .build()) {
      assertThatThrownBy(() -> stranger.publish(r -> r.topicArn(topic).message("no")))
          .isInstanceOf(AuthorizationErrorException.class)
          .hasMessageContaining("is not authorized to perform: sns:Publish");

      sns.addPermission(
          r ->
              r.topicArn(topic)
                  .label("stranger")
                  .awsAccountIds("111111111111")
                  .actionNames("Publish"));
      stranger.publish(r -> r.topicArn(topic).message("yes"));
    }

    assertThat(receive(url, 5)).extracting(Message::body).containsExactly("yes");
  }

  @Test
  void theOutboxKeepsWhatWouldHaveLeft() throws Exception {
    sns.publish(r -> r.phoneNumber("+14155550100").message("hello"));

    var answer =
        new SignedHttp(server.endpoint())
            .send(
                CREDENTIALS,
                java.time.Duration.ZERO,
                "hearth",
                "GET",
                "/_hearth/outbox?to=%2B14155550100",
                Map.of(),
                "");
    var entry = JSON.readTree(answer.body()).at("/entries/0");
    assertThat(entry.get("protocol").asText()).isEqualTo("sms");
    assertThat(entry.get("body").asText()).isEqualTo("hello");
  }

  @Test
  void theSdkForPythonFansOut() throws Exception {
    try (var source = Objects.requireNonNull(TopicsTest.class.getResourceAsStream("/topics.py"))) {
      Files.write(folder.resolve("topics.py"), source.readAllBytes());
    }
    var saw =
        new Command(
                List.of("python3", "topics.py"),
                Map.of(
                    "AWS_ENDPOINT_URL", server.endpoint().toString(),
                    "AWS_ACCESS_KEY_ID", "test",
                    "AWS_SECRET_ACCESS_KEY", "test",
                    "AWS_DEFAULT_REGION", "us-east-1",
                    "PYTHONPATH", Clients.boto3().toString()),
                folder)
            .run()
            .json();

    assertThat(saw.get("bodies")).extracting(JsonNode::asText).containsExactly("one", "three");
    assertThat(saw.get("failed").asText()).isEqualTo("InvalidParameter");
    assertThat(saw.get("refused").asText()).isEqualTo("NotFound");
    assertThat(saw.get("topics").asInt()).isEqualTo(101);
  }

  @Test
  void theCommandLinePublishesToAQueue() throws Exception {
    var topic = json("sns", "create-topic", "--name", "cli").get("TopicArn").asText();
    var url = queue("cli", topic, true);
    json(
        "sns",
        "subscribe",
        "--topic-arn",
        topic,
        "--protocol",
        "sqs",
        "--notification-endpoint",
        arn("cli"),
        "--attributes",
        "RawMessageDelivery=true");
    json("sns", "publish", "--topic-arn", topic, "--message", "from the shell");

    assertThat(receive(url, 5)).extracting(Message::body).containsExactly("from the shell");
  }

  private JsonNode json(String... words) throws IOException, InterruptedException {
    var all = new java.util.ArrayList<>(List.of("python3", "-m", "awscli"));
    all.addAll(List.of(words));
    return new Command(
            all,
            Map.of(
                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_DEFAULT_REGION", "us-east-1",
                "PYTHONPATH", Clients.awsCli().toString()),
            folder)
        .run()
        .json();
  }
}
