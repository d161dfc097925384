package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The audit trail, as AWS's command line reads it.
@ExtendWith(Cloud.Extension.class)
class AuditTest {
  private final Cloud cloud;
  private final String name = "audited-" + UUID.randomUUID();
  @TempDir private Path folder;

  AuditTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private Command.Result aws(String secret, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json"));
    command.addAll(List.of(words));
    var environment = new HashMap<>(cloud.environment());
    environment.put("AWS_SECRET_ACCESS_KEY", secret);
    environment.put("PYTHONPATH", Clients.awsCli().toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  private JsonNode events(String attribute, String value) throws Exception {
    return aws(
            cloud.secretAccessKey(),
            "cloudtrail",
            "lookup-events",
            "--max-items",
            "20",
            "--lookup-attributes",
            "AttributeKey=" + attribute + ",AttributeValue=" + value)
        .json()
        .path("Events");
  }

  @Test
  void whatWasAnsweredIsInTheTrailAtOnce() throws Exception {
    aws(cloud.secretAccessKey(), "sns", "create-topic", "--name", name).succeeds();
    var topic = "arn:aws:sns:us-east-1:" + cloud.account() + ":" + name;
    aws(cloud.secretAccessKey(), "sns", "publish", "--topic-arn", topic, "--message", "x")
        .succeeds();
    aws(cloud.secretAccessKey(), "iam", "get-user", "--user-name", name);
    var events = events("ResourceName", name);
    assertThat(events.findValuesAsText("EventName")).containsExactly("GetUser", "CreateTopic");
    assertThat(events.path(1).path("CloudTrailEvent").asText())
        .contains("\"eventSource\":\"sns.amazonaws.com\"")
        .contains("\"name\":\"" + name + "\"");
    assertThat(events.path(0).path("CloudTrailEvent").asText())
        .contains("\"errorCode\":\"NoSuchEntity");
  }

  @Test
  void aFailedSignatureIsInTheTrail() throws Exception {
    assertThat(aws("not the secret", "iam", "get-account-summary").exit()).isNotZero();
    aws(cloud.secretAccessKey(), "iam", "get-account-summary").succeeds();
    assertThat(events("EventName", "VerifySignature").findValuesAsText("AccessKeyId"))
        .contains(cloud.accessKeyId());
  }

  @Test
  void whatElseCloudTrailHasIsNotImplemented() throws Exception {
    assertThat(aws(cloud.secretAccessKey(), "cloudtrail", "describe-trails").err())
        .contains("NotImplemented");
  }
}
