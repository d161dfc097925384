package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/// Event buses, as AWS's own clients use them.
@SuppressWarnings("unchecked") // the SDK takes builders by varargs
@ExtendWith(Cloud.Extension.class)
class EventBridgeTest {
  private final Cloud cloud;
  private final String name = "bus-" + UUID.randomUUID();
  private final AwsBasicCredentials credentials;
  @TempDir private Path folder;

  EventBridgeTest(Cloud cloud) {
    this.cloud = cloud;
    credentials = AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey());
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private EventBridgeClient events() {
    return client(EventBridgeClient.builder()).build();
  }

  private String arn(String service, String resource) {
    return "arn:aws:" + service + ":us-east-1:" + cloud.account() + ":" + resource;
  }

  /// What is in a log group once there is something.
  private List<String> logged(String group) {
    try (var logs = client(CloudWatchLogsClient.builder()).build()) {
      return Await.until(
          () ->
              logs.filterLogEvents(r -> r.logGroupName(group)).events().stream()
                  .map(FilteredLogEvent::message)
                  .toList(),
          found -> !found.isEmpty());
    }
  }

  private void logGroup(String group) {
    try (var logs = client(CloudWatchLogsClient.builder()).build()) {
      logs.createLogGroup(r -> r.logGroupName(group));
    }
  }

  @Test
  void anEventStartsAFunctionThatLetsTheRuleIn() {
    logGroup("/aws/events/" + name);
    try (var events = events();
        var function = new PythonFunction(cloud)) {
      function.create(
          "import boto3, json, time; l = boto3.client('logs'); g = event['group'];"
              + " l.create_log_stream(logGroupName=g, logStreamName='f');"
              + " l.put_log_events(logGroupName=g, logStreamName='f', logEvents=[{'timestamp':"
              + " int(time.time() * 1000), 'message': event['text']}])");
      try (var iam = client(software.amazon.awssdk.services.iam.IamClient.builder()).build()) {
        iam.attachRolePolicy(
            r ->
                r.roleName(function.name())
                    .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      }
      var rule = events.putRule(r -> r.name(name).eventPattern("{\"source\":[\"" + name + "\"]}"));
      events.putTargets(
          r ->
              r.rule(name)
                  .targets(
                      t ->
                          t.id("f")
                              .arn(arn("lambda", "function:" + function.name()))
                              .inputTransformer(
                                  i ->
                                      i.inputPathsMap(Map.of("n", "$.detail.n"))
                                          .inputTemplate(
                                              "{\"group\":\"/aws/events/"
                                                  + name
                                                  + "\",\"text\":\"n is <n>\"}"))));
      function
          .lambda()
          .addPermission(
              r ->
                  r.functionName(function.name())
                      .statementId("events")
                      .action("lambda:InvokeFunction")
                      .principal("events.amazonaws.com")
                      .sourceArn(rule.ruleArn()));
      var put =
          events.putEvents(
              r -> r.entries(e -> e.source(name).detailType("t").detail("{\"n\":42}")));
      assertThat(put.failedEntryCount()).isZero();
      assertThat(logged("/aws/events/" + name)).containsExactly("n is 42");
    }
  }

  @Test
  void anEventGoesThroughTwoBusesIntoALogGroup() {
    var group = "/aws/events/" + name;
    logGroup(group);
    try (var events = events()) {
      var bus = events.createEventBus(r -> r.name(name)).eventBusArn();
      events.putRule(
          r -> r.name(name).eventPattern("{\"source\":[{\"prefix\":\"" + name + "\"}]}"));
      events.putTargets(r -> r.rule(name).targets(t -> t.id("bus").arn(bus)));
      events.putRule(
          r -> r.name("log").eventBusName(name).eventPattern("{\"detail-type\":[\"t\"]}"));
      events.putTargets(
          r ->
              r.rule("log")
                  .eventBusName(name)
                  .targets(t -> t.id("log").arn(arn("logs", "log-group:" + group))));
      var id =
          events
              .putEvents(r -> r.entries(e -> e.source(name).detailType("t").detail("{\"n\":1}")))
              .entries()
              .getFirst()
              .eventId();
      assertThat(logged(group)).hasSize(1).first().asString().contains("\"id\":\"" + id + "\"");
    }
  }

  @Test
  void anEventGoesIntoAQueueThatLetsTheRuleInAndElseIntoTheDeadLetterQueue() {
    try (var events = events();
        var sqs = client(software.amazon.awssdk.services.sqs.SqsClient.builder()).build()) {
      var open = sqs.createQueue(r -> r.queueName(name)).queueUrl();
      var dead = sqs.createQueue(r -> r.queueName(name + "-dead")).queueUrl();
      for (var queue : List.of(name, name + "-dead")) {
        var policy =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
             "Principal":{"Service":"events.amazonaws.com"},"Resource":"%s",
             "Condition":{"ArnLike":{"aws:SourceArn":"%s"}}}]}\
            """
                .formatted(arn("sqs", queue), arn("events", "rule/" + name));
        sqs.setQueueAttributes(
            r ->
                r.queueUrl(queue.equals(name) ? open : dead)
                    .attributesWithStrings(Map.of("Policy", policy)));
      }
      sqs.createQueue(r -> r.queueName(name + "-closed"));
      events.putRule(r -> r.name(name).eventPattern("{\"source\":[\"" + name + "\"]}"));
      events.putTargets(
          r ->
              r.rule(name)
                  .targets(
                      t -> t.id("open").arn(arn("sqs", name)).inputPath("$.detail"),
                      t ->
                          t.id("closed")
                              .arn(arn("sqs", name + "-closed"))
                              .deadLetterConfig(d -> d.arn(arn("sqs", name + "-dead")))));
      events.putEvents(r -> r.entries(e -> e.source(name).detailType("t").detail("{\"n\":1}")));
      var delivered =
          Await.until(
              () -> sqs.receiveMessage(r -> r.queueUrl(open).waitTimeSeconds(2)).messages(),
              messages -> !messages.isEmpty());
      assertThat(delivered.getFirst().body()).isEqualTo("{\"n\":1}");
      var letter =
          Await.until(
                  () ->
                      sqs.receiveMessage(
                              r -> r.queueUrl(dead).waitTimeSeconds(2).messageAttributeNames("All"))
                          .messages(),
                  messages -> !messages.isEmpty())
              .getFirst();
      assertThat(letter.messageAttributes().get("ERROR_CODE"))
          .extracting(code -> code.stringValue())
          .isEqualTo("NO_PERMISSIONS");
      assertThat(letter.body()).contains("\"detail\":{\"n\":1}");
    }
  }

  @Test
  void aCloudEventIsPutOntoABusByWhoMayAndGoesAsOneToATargetThatAsks() throws Exception {
    var group = "/aws/events/" + name;
    logGroup(group);
    try (var events = events()) {
      events.createEventBus(r -> r.name(name));
      events.putRule(
          r -> r.name("log").eventBusName(name).eventPattern("{\"source\":[\"/shop\"]}"));
      events.putTargets(
          r ->
              r.rule("log")
                  .eventBusName(name)
                  .targets(
                      t ->
                          t.id("log")
                              .arn(arn("logs", "log-group:" + group))
                              .inputTransformer(
                                  i -> i.inputTemplate("<hearth.events.cloudevent>"))));
    }
    var http = new SignedHttp(cloud.endpoint());
    var path = "/_hearth/event-buses/" + name;
    var headers =
        Map.of(
            "Content-Type", "application/json",
            "ce-specversion", "1.0",
            "ce-type", "order",
            "ce-source", "/shop",
            "ce-id", "1");
    var answer =
        http.send(credentials, Duration.ZERO, "events", "POST", path, headers, "{\"n\":1}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("eventId");
    assertThat(logged(group))
        .first()
        .asString()
        .contains("\"specversion\":\"1.0\"")
        .contains("\"data\":{\"n\":1}")
        .doesNotContain("detail-type");
    assertThat(http.sendUnsigned("POST", path, "{}").statusCode()).isEqualTo(403);
  }

  @Test
  void refusalsAreTheSdksExceptions() {
    try (var events = events()) {
      assertThatThrownBy(() -> events.putRule(r -> r.name(name).eventPattern("[]")))
          .isInstanceOf(InvalidEventPatternException.class)
          .hasMessageContaining("Event pattern is not valid. Reason: ");
      assertThatThrownBy(() -> events.describeRule(r -> r.name(name)))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageContaining("Rule " + name + " does not exist on EventBus default.");
      assertThatThrownBy(() -> events.listEndpoints(r -> {}))
          .hasMessageContaining("Hearth has no global endpoints");
      assertThat(
              events
                  .testEventPattern(
                      r ->
                          r.eventPattern("{\"source\":[\"a\"]}")
                              .event(
                                  "{\"id\":\"1\",\"account\":\"1\",\"source\":\"a\",\"time\":\"x\","
                                      + "\"region\":\"r\",\"resources\":[],\"detail-type\":\"t\"}"))
                  .result())
          .isTrue();
    }
  }

  private Command.Result run(List<String> command, String pythonPath)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", pythonPath);
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  private Command.Result aws(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json", "events"));
    command.addAll(List.of(words));
    return run(command, Clients.awsCli().toString());
  }

  @Test
  void theAwsCliPutsEventsThatAnArchiveKeepsAndAReplayBringsAgain() throws Exception {
    var group = "/aws/events/" + name;
    logGroup(group);
    aws("create-event-bus", "--name", name);
    var bus = arn("events", "event-bus/" + name);
    var archive =
        aws(
                "create-archive",
                "--archive-name",
                "a" + name.substring(4, 20),
                "--event-source-arn",
                bus)
            .json()
            .get("ArchiveArn")
            .asText();
    var put =
        aws(
            "put-events",
            "--entries",
            "[{\"Source\":\"s\",\"DetailType\":\"t\",\"Detail\":\"{}\",\"EventBusName\":\"%s\"}]"
                .formatted(name));
    assertThat(put.json().get("FailedEntryCount").asInt()).isZero();
    aws(
        "put-rule",
        "--name",
        "log",
        "--event-bus-name",
        name,
        "--event-pattern",
        "{\"replay-name\":[{\"exists\":true}]}");
    aws(
        "put-targets",
        "--rule",
        "log",
        "--event-bus-name",
        name,
        "--targets",
        "Id=1,Arn=" + arn("logs", "log-group:" + group));
    aws(
        "start-replay",
        "--replay-name",
        name,
        "--event-source-arn",
        archive,
        "--event-start-time",
        "2020-01-01T00:00:00Z",
        "--event-end-time",
        "2099-01-01T00:00:00Z",
        "--destination",
        "Arn=" + bus);
    assertThat(logged(group)).hasSize(1).first().asString().contains("\"replay-name\":\"" + name);
    assertThat(aws("describe-replay", "--replay-name", name).json().get("State").asText())
        .isEqualTo("COMPLETED");
  }

  @Test
  void boto3ListsWhatItMade() throws Exception {
    var script =
        """
        import boto3, json
        e = boto3.client("events")
        e.create_event_bus(Name="%1$s")
        for n in ("a", "b", "c"):
            e.put_rule(Name=n, EventBusName="%1$s", EventPattern=json.dumps({"source": [n]}))
        first = e.list_rules(EventBusName="%1$s", Limit=2)
        rest = e.list_rules(EventBusName="%1$s", NextToken=first["NextToken"])
        answer = e.put_events(Entries=[
            {"Source": "x", "DetailType": "t", "Detail": "{}", "EventBusName": "%1$s"},
            {"Source": "x", "DetailType": "t", "Detail": "no", "EventBusName": "%1$s"}])
        try:
            e.delete_event_bus(Name="%1$s")
            refused = ""
        except e.exceptions.ClientError as error:
            refused = error.response["Error"]["Code"]
        print(json.dumps({"rules": [r["Name"] for r in first["Rules"] + rest["Rules"]],
            "failed": answer["FailedEntryCount"], "code": answer["Entries"][1]["ErrorCode"],
            "refused": refused}))
        """
            .formatted(name);
    var saw = run(List.of("python3", "-c", script), Clients.boto3().toString()).json();
    assertThat(saw.toString())
        .isEqualTo(
            "{\"rules\":[\"a\",\"b\",\"c\"],\"failed\":1,\"code\":\"MalformedDetail\","
                + "\"refused\":\"ValidationException\"}");
  }
}
