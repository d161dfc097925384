package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue's messages reach a function, driven by AWS's own clients.
@ExtendWith(Cloud.Extension.class)
class EventSourceMappingTest {
  private static final String QUEUES_ALLOWED =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}\
      """;

  private final Cloud cloud;
  private final SqsClient sqs;
  private final IamClient iam;
  private final CloudWatchLogsClient logs;
  @TempDir private Path folder;

  EventSourceMappingTest(Cloud cloud) {
    this.cloud = cloud;
    sqs = client(SqsClient.builder());
    iam = client(IamClient.builder());
    logs = client(CloudWatchLogsClient.builder());
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @AfterEach
  void close() {
    sqs.close();
    iam.close();
    logs.close();
  }

  private record Queue(String url, String arn) {}

  private Queue queue() {
    var url = sqs.createQueue(r -> r.queueName("mapped-" + UUID.randomUUID())).queueUrl();
    var arn =
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    return new Queue(url, Objects.requireNonNull(arn));
  }

  private void allowQueues(PythonFunction function) {
    iam.putRolePolicy(
        r -> r.roleName(function.name()).policyName("queues").policyDocument(QUEUES_ALLOWED));
  }

  private void awaitLogged(PythonFunction function, String text) {
    Await.until(
        () -> {
          try {
            return logs.filterLogEvents(r -> r.logGroupName("/aws/lambda/" + function.name()))
                .events()
                .toString();
          } catch (
              software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException _) {
            return "";
          }
        },
        events -> events.contains(text));
  }

  private int messages(Queue queue) {
    return sqs
        .getQueueAttributes(
            r ->
                r.queueUrl(queue.url())
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  @Test
  void theJavaSdkMapsAQueueToAVersionAndMessagesReachIt() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      function.create(
          "print('got', event['Records'][0]['body'], event['Records'][0]['awsRegion'])");
      var queue = queue();
      var lambda = function.lambda();
      assertThatExceptionOfType(InvalidParameterValueException.class)
          .isThrownBy(
              () ->
                  lambda.createEventSourceMapping(
                      r -> r.functionName(function.name()).eventSourceArn(queue.arn())))
          .withMessageContaining(
              "The provided execution role does not have permissions to call ReceiveMessage on"
                  + " SQS");
      allowQueues(function);
      var created =
          lambda.createEventSourceMapping(
              r ->
                  r.functionName(function.name() + ":1")
                      .eventSourceArn(queue.arn())
                      .tags(Map.of("team", "blue")));
      assertThat(created.functionArn()).endsWith(function.name() + ":1");
      Await.until(
          () -> lambda.getEventSourceMapping(r -> r.uuid(created.uuid())).state(),
          "Enabled"::equals);
      sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("hello"));

      awaitLogged(function, "got hello us-east-1");
      Await.until(() -> messages(queue), left -> left == 0);

      assertThatExceptionOfType(ResourceConflictException.class)
          .isThrownBy(
              () ->
                  lambda.createEventSourceMapping(
                      r -> r.functionName(function.name() + ":1").eventSourceArn(queue.arn())))
          .withMessageContaining(created.uuid());
      assertThat(lambda.listTags(r -> r.resource(created.eventSourceMappingArn())).tags())
          .containsEntry("team", "blue");
      lambda.tagResource(r -> r.resource(created.eventSourceMappingArn()).tags(Map.of("a", "b")));
      assertThat(lambda.listTags(r -> r.resource(created.eventSourceMappingArn())).tags())
          .hasSize(2);
      assertThat(
              lambda
                  .listEventSourceMappings(r -> r.eventSourceArn(queue.arn()))
                  .eventSourceMappings())
          .hasSize(1);

      lambda.deleteEventSourceMapping(r -> r.uuid(created.uuid()));
      Await.until(
          () -> {
            try {
              return lambda.getEventSourceMapping(r -> r.uuid(created.uuid())).state();
            } catch (ResourceNotFoundException _) {
              return "gone";
            }
          },
          "gone"::equals);
    }
  }

  @Test
  void onlyWhatAFunctionReportsGoesToTheDeadLetters() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      function.create(
          "return {'batchItemFailures': [{'itemIdentifier': r['messageId']} for r in"
              + " event['Records'] if r['body'] == 'bad']}");
      allowQueues(function);
      var dead = queue();
      var queue = queue();
      sqs.setQueueAttributes(
          r ->
              r.queueUrl(queue.url())
                  .attributes(
                      Map.of(
                          QueueAttributeName.VISIBILITY_TIMEOUT,
                          "3",
                          QueueAttributeName.REDRIVE_POLICY,
                          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"2\"}"
                              .formatted(dead.arn()))));
      function
          .lambda()
          .createEventSourceMapping(
              r ->
                  r.functionName(function.name())
                      .eventSourceArn(queue.arn())
                      .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
      for (var body : List.of("good", "bad", "good")) {
        sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody(body));
      }

      Await.until(() -> messages(dead), count -> count == 1);
      assertThat(messages(queue)).isZero();
    }
  }

  @Test
  void aFunctionThatFeedsItsOwnQueueIsStoppedAndTheMessageIsADeadLetter() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      var dead = queue();
      var queue = queue();
      sqs.setQueueAttributes(
          r ->
              r.queueUrl(queue.url())
                  .attributes(
                      Map.of(
                          QueueAttributeName.REDRIVE_POLICY,
                          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"5\"}"
                              .formatted(dead.arn()))));
      var lambda = function.lambda();
      lambda.createFunction(
          function
              .creation(
                  """
                  import boto3; sqs = boto3.client('sqs')
                      for r in event['Records']:
                          sqs.send_message(QueueUrl='%s', MessageBody=str(int(r['body']) + 1))\
                  """
                      .formatted(queue.url()))
              .timeout(20)
              .memorySize(1024)
              .build());
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
      allowQueues(function);
      var mapping =
          lambda.createEventSourceMapping(
              r -> r.functionName(function.name()).eventSourceArn(queue.arn()));
      sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("0"));

      Await.until(() -> messages(dead), count -> count == 1);
      assertThat(
              sqs.receiveMessage(r -> r.queueUrl(dead.url()).waitTimeSeconds(20))
                  .messages()
                  .getFirst()
                  .body())
          .isEqualTo("16");
      assertThat(Await.until(() -> messages(queue), count -> count == 0)).isZero();
      lambda.deleteEventSourceMapping(r -> r.uuid(mapping.uuid()));
    }
  }

  @Test
  void boto3MapsAFifoQueueWithAFilter() throws Exception {
    try (var function = new PythonFunction(cloud);
        var source =
            Objects.requireNonNull(
                EventSourceMappingTest.class.getResourceAsStream("/mapping.py"))) {
      function.create("print('got', [r['body'] for r in event['Records']])");
      allowQueues(function);
      Files.copy(source, folder.resolve("mapping.py"));
      var environment = new HashMap<>(cloud.environment());
      environment.put("PYTHONPATH", Clients.boto3().toString());
      environment.put("FUNCTION", function.name());
      environment.put("AWS_EC2_METADATA_DISABLED", "true");
      var saw = new Command(List.of("python3", "mapping.py"), environment, folder).run().json();

      assertThat(saw.get("state").asText()).isEqualTo("Enabled");
      assertThat(saw.get("left").asInt()).isZero();
      assertThat(saw.get("batchTooLarge").asText()).isEqualTo("ValidationException");
      assertThat(saw.get("window").asText())
          .contains("Batching window is not supported for FIFO queues");
      assertThat(saw.get("pattern").asText()).contains("Invalid filter pattern definition.");
      awaitLogged(function, "\"n\": 2");
      assertThat(
              logs.filterLogEvents(r -> r.logGroupName("/aws/lambda/" + function.name()))
                  .events()
                  .toString())
          .doesNotContain("\"n\": 1");
    }
  }

  @Test
  void theAwsCliMapsChangesAndUnmaps() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      function.create("print('got', event['Records'][0]['body'])");
      allowQueues(function);
      var queue = queue();
      var uuid =
          aws(
                  "create-event-source-mapping",
                  "--function-name",
                  function.name(),
                  "--event-source-arn",
                  queue.arn(),
                  "--batch-size",
                  "5")
              .json()
              .get("UUID")
              .asText();
      awaitState(uuid, "Enabled");
      aws(
              "update-event-source-mapping",
              "--uuid",
              uuid,
              "--no-enabled",
              "--scaling-config",
              "MaximumConcurrency=2")
          .succeeds();
      awaitState(uuid, "Disabled");
      var shown = aws("get-event-source-mapping", "--uuid", uuid).json();
      assertThat(shown.at("/ScalingConfig/MaximumConcurrency").asInt()).isEqualTo(2);
      assertThat(shown.get("BatchSize").asInt()).isEqualTo(5);
      aws("update-event-source-mapping", "--uuid", uuid, "--enabled").succeeds();
      awaitState(uuid, "Enabled");
      sqs.sendMessage(r -> r.queueUrl(queue.url()).messageBody("from the shell"));
      awaitLogged(function, "got from the shell");
      assertThat(
              aws("list-event-source-mappings", "--function-name", function.name())
                  .json()
                  .get("EventSourceMappings"))
          .hasSize(1);
      aws("delete-event-source-mapping", "--uuid", uuid).succeeds();
    }
  }

  private void awaitState(String uuid, String state) {
    Await.until(
        () -> {
          try {
            return aws("get-event-source-mapping", "--uuid", uuid).json().get("State").asText();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        state::equals);
  }

  private Command.Result aws(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json", "lambda"));
    command.addAll(List.of(words));
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", Clients.awsCli().toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }
}
