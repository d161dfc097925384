package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// SQS's clients for Python, of today (JSON) and of the time before (forms and XML), and the CLI.
@ExtendWith(Cloud.Extension.class)
class QueueClientsTest {
  private final Cloud cloud;
  @TempDir private Path folder;

  QueueClientsTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private Command.Result run(Path packages, List<String> command)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", packages.toString());
    environment.put("QUEUE", "clients-" + UUID.randomUUID());
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  private JsonNode script(Path packages) throws IOException, InterruptedException {
    try (var source =
        Objects.requireNonNull(QueueClientsTest.class.getResourceAsStream("/queues.py"))) {
      Files.copy(source, folder.resolve("queues.py"));
    }
    return run(packages, List.of("python3", "queues.py")).json();
  }

  private static void sawEverything(JsonNode saw) {
    assertThat(saw.get("found").asBoolean()).isTrue();
    assertThat(saw.get("tags")).hasToString("{\"team\":\"a\"}");
    assertThat(saw.get("sent")).hasToString("[\"a\"]");
    assertThat(saw.get("failed")).hasToString("[[\"b\",\"InvalidParameterValue\",true]]");
    assertThat(saw.get("bodies")).hasToString("[\"one \u20ac <&>\",\"two\"]");
    assertThat(saw.get("attributes")).hasToString("[\"bytes\",\"text\"]");
    assertThat(saw.get("bytes").asText()).isEqualTo("00ff");
    assertThat(saw.get("system"))
        .hasToString(
            "[\"AWSTraceHeader\",\"ApproximateFirstReceiveTimestamp\",\"ApproximateReceiveCount\","
                + "\"SenderId\",\"SentTimestamp\"]");
    assertThat(saw.get("again")).hasToString("[\"two\"]");
    assertThat(saw.get("deleted")).hasToString("[\"x\"]");
    assertThat(saw.get("undeleted")).hasToString("[[\"y\",\"ReceiptHandleIsInvalid\"]]");
    assertThat(saw.get("empty")).isEmpty();
    assertThat(saw.get("visibility").asText()).isEqualTo("40");
    assertThat(saw.get("depth").asText()).isEqualTo("0");
    assertThat(saw.get("listed").asBoolean()).isTrue();
    assertThat(saw.get("missing").asText()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    assertThat(saw.get("exists").asText()).isEqualTo("QueueAlreadyExists");
    assertThat(saw.get("unknown").asText()).isEqualTo("InvalidAttributeName");
    assertThat(saw.get("invalid").asText()).isEqualTo("InvalidAttributeValue");
    assertThat(saw.get("handle").asText()).isEqualTo("ReceiptHandleIsInvalid");
    assertThat(saw.get("many").asText()).isEqualTo("InvalidParameterValue");
    assertThat(saw.get("group").asText()).isEqualTo("MissingParameter");
    assertThat(saw.get("duplicate").asBoolean()).isTrue();
    assertThat(saw.get("purging").asText())
        .isEqualTo("AWS.SimpleQueueService.PurgeQueueInProgress");
    assertThat(saw.get("gone").asText()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    assertThat(saw.get("recently").asText())
        .isEqualTo("AWS.SimpleQueueService.QueueDeletedRecently");
  }

  @Test
  void boto3OfTodaySpeaksJson() throws Exception {
    sawEverything(script(Clients.boto3()));
  }

  @Test
  void boto3FromBeforeJsonSpeaksForms() throws Exception {
    var saw = script(Clients.oldBoto3());
    assertThat(saw.get("botocore").asText()).startsWith("1.29.");
    sawEverything(saw);
  }

  @Test
  void theCliSendsReceivesAndDeletes() throws Exception {
    var queue = "cli-" + UUID.randomUUID();
    var url = aws("create-queue", "--queue-name", queue).json().get("QueueUrl").asText();
    assertThat(url).isEqualTo(cloud.endpoint() + "/" + cloud.account() + "/" + queue);
    aws("send-message", "--queue-url", url, "--message-body", "hello").succeeds();
    var message = aws("receive-message", "--queue-url", url).json().at("/Messages/0");
    assertThat(message.get("Body").asText()).isEqualTo("hello");
    aws(
            "delete-message",
            "--queue-url",
            url,
            "--receipt-handle",
            message.get("ReceiptHandle").asText())
        .succeeds();
    aws("delete-queue", "--queue-url", url).succeeds();
  }

  private Command.Result aws(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json", "sqs"));
    command.addAll(List.of("--endpoint-url", cloud.endpoint().toString()));
    command.addAll(List.of(words));
    return run(Clients.awsCli(), command);
  }
}
