package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.pipes.model.ConflictException;
import software.amazon.awssdk.services.pipes.model.CreatePipeRequest;
import software.amazon.awssdk.services.pipes.model.Filter;
import software.amazon.awssdk.services.pipes.model.NotFoundException;
import software.amazon.awssdk.services.pipes.model.PipeState;
import software.amazon.awssdk.services.pipes.model.RequestedPipeState;
import software.amazon.awssdk.services.pipes.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// EventBridge Pipes, as AWS's own client uses it.
@ExtendWith(Cloud.Extension.class)
class PipesTest {
  private static final String TRUST =
      Cloud.TRUST_LAMBDA.replace("lambda.amazonaws.com", "pipes.amazonaws.com");

  private final Cloud cloud;
  private final String name = "pipe-" + UUID.randomUUID();
  private final PipesClient pipes;
  private final SqsClient sqs;
  private final IamClient iam;

  PipesTest(Cloud cloud) {
    this.cloud = cloud;
    pipes = client(PipesClient.builder()).build();
    sqs = client(SqsClient.builder()).build();
    iam = client(IamClient.builder()).build();
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

  private String role(String policy) {
    var role = iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)).role().arn();
    allow(policy);
    return role;
  }

  private void allow(String actions) {
    iam.putRolePolicy(
        r ->
            r.roleName(name)
                .policyName("pipe")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%s],
                      "Resource":"*"}]}
                    """
                        .formatted(actions)));
  }

  private String queue(String suffix) {
    return sqs.createQueue(
            r ->
                r.queueName(name + suffix)
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "2")))
        .queueUrl();
  }

  private String arn(String suffix) {
    return "arn:aws:sqs:us-east-1:" + cloud.account() + ":" + name + suffix;
  }

  private String arn(PythonFunction function) {
    return "arn:aws:lambda:us-east-1:" + cloud.account() + ":function:" + function.name();
  }

  private void create(String role, Consumer<CreatePipeRequest.Builder> more) {
    pipes.createPipe(
        r -> {
          r.name(name).source(arn("-in")).target(arn("-out")).roleArn(role);
          more.accept(r);
        });
  }

  private void awaitState(PipeState state) {
    Await.until(
        () -> pipes.describePipe(r -> r.name(name)).currentState(), found -> found == state);
  }

  private Message receive(String url) {
    return Await.until(
            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1)).messages(),
            messages -> !messages.isEmpty())
        .getFirst();
  }

  private int left(String url) {
    var counts =
        List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    return sqs
        .getQueueAttributes(r -> r.queueUrl(url).attributeNames(counts))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  @Test
  void whatPassesTheFilterReachesTheTargetAsTheTemplateSaysAndIsDeleted() {
    var in = queue("-in");
    var out = queue("-out");
    create(
        role("\"sqs:*\""),
        r ->
            r.sourceParameters(
                    s ->
                        s.filterCriteria(
                            f ->
                                f.filters(
                                    Filter.builder()
                                        .pattern("{\"body\":{\"kind\":[\"wanted\"]}}")
                                        .build())))
                .targetParameters(
                    t ->
                        t.inputTemplate("{\"n\": <$.body.n>, \"by\": \"<aws.pipes.pipe-name>\"}")));
    awaitState(PipeState.RUNNING);
    sqs.sendMessage(r -> r.queueUrl(in).messageBody("{\"kind\":\"other\",\"n\":1}"));
    sqs.sendMessage(r -> r.queueUrl(in).messageBody("{\"kind\":\"wanted\",\"n\":2}"));
    assertThat(receive(out).body()).isEqualTo("{\"n\": 2, \"by\": \"" + name + "\"}");
    Await.until(() -> left(in), count -> count == 0);
    assertThat(left(out)).isEqualTo(1);
  }

  @Test
  void aFunctionEnrichesWhatGoesOn() {
    var in = queue("-in");
    var out = queue("-out");
    try (var function = new PythonFunction(cloud)) {
      function.create("return [{'loud': e['body'].upper()} for e in event if e['body'] != 'dull']");
      create(
          role("\"sqs:*\",\"lambda:InvokeFunction\""),
          r ->
              r.enrichment(arn(function))
                  .targetParameters(t -> t.inputTemplate("{\"said\": \"<$.loud>\"}")));
      sqs.sendMessage(r -> r.queueUrl(in).messageBody("dull"));
      Await.until(() -> left(in), count -> count == 0);
      sqs.sendMessage(r -> r.queueUrl(in).messageBody("hello"));
      assertThat(receive(out).body()).isEqualTo("{\"said\": \"HELLO\"}");
      assertThat(left(out)).isEqualTo(1);
    }
  }

  @Test
  void whatATargetFunctionReportsAsFailedComesBackAlone() {
    var in = queue("-in");
    var dead = queue("-dead");
    sqs.setQueueAttributes(
        r ->
            r.queueUrl(in)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}"
                            .formatted(arn("-dead")))));
    try (var function = new PythonFunction(cloud)) {
      function.create(
          "return {'batchItemFailures': [{'itemIdentifier': e['messageId']} for e in event if"
              + " e['body'] == 'bad']}");
      sqs.sendMessage(r -> r.queueUrl(in).messageBody("good"));
      sqs.sendMessage(r -> r.queueUrl(in).messageBody("bad"));
      create(role("\"sqs:*\",\"lambda:InvokeFunction\""), r -> r.target(arn(function)));
      assertThat(receive(dead).body()).isEqualTo("bad");
      Await.until(() -> left(in), count -> count == 0);
      assertThat(left(dead)).isEqualTo(1);
    }
  }

  @Test
  void withoutTheRightToSendNothingIsDeletedAndTheReasonIsTold() {
    var in = queue("-in");
    var out = queue("-out");
    var read = "\"sqs:ReceiveMessage\",\"sqs:DeleteMessage\",\"sqs:GetQueueAttributes\"";
    create(role(read), r -> {});
    sqs.sendMessage(r -> r.queueUrl(in).messageBody("patient"));
    Await.until(
        () -> pipes.describePipe(r -> r.name(name)).stateReason(),
        reason -> reason.contains("sqs:SendMessage"));
    assertThat(left(in)).isEqualTo(1);
    allow(read + ",\"sqs:SendMessage\"");
    assertThat(receive(out).body()).contains("\"body\":\"patient\"").contains("messageId");
  }

  @Test
  void aPipeStopsAndStartsAndKeepsWhatCameMeanwhile() {
    var in = queue("-in");
    var out = queue("-out");
    create(
        role("\"sqs:*\""), r -> r.desiredState(RequestedPipeState.STOPPED).tags(Map.of("a", "b")));
    awaitState(PipeState.STOPPED);
    assertThatThrownBy(() -> pipes.stopPipe(r -> r.name(name)))
        .isInstanceOf(ConflictException.class);
    sqs.sendMessage(r -> r.queueUrl(in).messageBody("first"));
    assertThat(left(in)).isEqualTo(1);
    pipes.startPipe(r -> r.name(name));
    assertThat(receive(out).body()).contains("first");
    awaitState(PipeState.RUNNING);
    pipes.stopPipe(r -> r.name(name));
    awaitState(PipeState.STOPPED);
    var described = pipes.describePipe(r -> r.name(name));
    assertThat(described.tags()).isEqualTo(Map.of("a", "b"));
    pipes.tagResource(r -> r.resourceArn(described.arn()).tags(Map.of("c", "d")));
    pipes.untagResource(r -> r.resourceArn(described.arn()).tagKeys("a"));
    assertThat(pipes.listTagsForResource(r -> r.resourceArn(described.arn())).tags())
        .isEqualTo(Map.of("c", "d"));
    assertThat(pipes.listPipesPaginator(r -> r.namePrefix(name).limit(1)).pipes())
        .extracting(each -> each.name())
        .containsExactly(name);
    pipes.updatePipe(r -> r.name(name).roleArn(described.roleArn()).description("new"));
    awaitState(PipeState.STOPPED);
    assertThat(pipes.describePipe(r -> r.name(name)).description()).isEqualTo("new");
    pipes.deletePipe(r -> r.name(name));
    Await.until(() -> pipes.listPipes(r -> r.namePrefix(name)).pipes(), found -> found.isEmpty());
    assertThatThrownBy(() -> pipes.describePipe(r -> r.name(name)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatPipesCannotDoIsRefusedInWords() {
    queue("-in");
    var role = role("\"sqs:*\"");
    assertThatThrownBy(
            () -> create(role, r -> r.source("arn:aws:kinesis:us-east-1:123456789012:stream/s")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Hearth's pipes read from SQS queues only");
    assertThatThrownBy(
            () -> create(role, r -> r.target("arn:aws:ecs:us-east-1:123456789012:cluster/c")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("no targets of the service ecs");
    assertThatThrownBy(
            () ->
                create(
                    role,
                    r ->
                        r.sourceParameters(
                            s ->
                                s.sqsQueueParameters(
                                    q -> q.batchSize(11).maximumBatchingWindowInSeconds(1)))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("BatchSize: 11 (expected: 10 at most");
    assertThatThrownBy(() -> create(role + "x", r -> {}))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("does not trust pipes.amazonaws.com");
    assertThatThrownBy(
            () ->
                create(
                    role,
                    r ->
                        r.targetParameters(
                            t -> t.kinesisStreamParameters(k -> k.partitionKey("k")))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("KinesisStreamParameters does not fit the target");
  }
}
