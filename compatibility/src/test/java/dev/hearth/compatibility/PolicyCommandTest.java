package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.cli.Main;
import dev.hearth.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/// `hearth policy` of a function that calls AWS's SDK for Python with its role's credentials.
@ExtendWith(Cloud.Extension.class)
class PolicyCommandTest {
  private final Cloud cloud;
  private final PythonFunction function;
  private final IamClient iam;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteArrayOutputStream err = new ByteArrayOutputStream();

  PolicyCommandTest(Cloud cloud) {
    this.cloud = cloud;
    this.function = new PythonFunction(cloud);
    this.iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /// It makes a queue of its own and sends to it, and may not purge it.
  @BeforeEach
  void call() {
    iam.putRolePolicy(
        r ->
            r.roleName(function.name())
                .policyName("queues")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                     {"Sid":"Queues","Effect":"Allow","Action":["sqs:CreateQueue","sqs:SendMessage",
                      "sqs:DeleteQueue","sqs:PurgeQueue"],"Resource":"*"},
                     {"Sid":"Topics","Effect":"Allow","Action":"sns:*","Resource":"*"},
                     {"Sid":"Keep","Effect":"Deny","Action":"sqs:PurgeQueue","Resource":"*"}]}
                    """));
    create(
        """
        import boto3, botocore
            sqs = boto3.client('sqs')
            url = sqs.create_queue(QueueName='%s')['QueueUrl']
            sqs.send_message(QueueUrl=url, MessageBody='x')
            try:
                sqs.purge_queue(QueueUrl=url)
            except botocore.exceptions.ClientError as e:
                return e.response['ResponseMetadata']['RequestId'] + ' ' + str(e)\
        """
            .formatted(function.name()));
  }

  /// Loading AWS's SDK takes more than the three seconds and the share of a CPU of a default.
  private void create(String body) {
    var lambda = function.lambda();
    var name = function.name();
    lambda.createFunction(
        function.creation(body).timeout(60).memorySize(1_769).publish(true).build());
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    lambda.waiter().waitUntilPublishedVersionActive(r -> r.functionName(name).qualifier("1"));
  }

  @AfterEach
  void close() {
    iam.close();
    function.close();
  }

  private int hearth(String... words) {
    out = new ByteArrayOutputStream();
    err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            cloud.environment());
    return Main.run(terminal, words);
  }

  private JsonNode json() throws Exception {
    return JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itPrintsTheSmallestPolicyOfWhatTheFunctionCalled() throws Exception {
    var answered = function.invoke("1").payload().asUtf8String();
    assertThat(answered).contains("with an explicit deny in an identity-based policy");
    var requestId = answered.replace("\"", "").split(" ", 2)[0];
    var queue = "arn:aws:sqs:us-east-1:" + cloud.account() + ":" + function.name();

    assertThat(hearth("policy", function.name())).as(said()).isZero();
    var statements = json().path("Statement");
    assertThat(statements).hasSize(1);
    assertThat(texts(statements.path(0).path("Action")))
        .containsExactly("sqs:CreateQueue", "sqs:SendMessage");
    assertThat(texts(statements.path(0).path("Resource"))).containsExactly(queue);
    assertThat(said())
        .contains("statement Queues of queues: sqs:DeleteQueue")
        .contains("statement Topics of queues: all of it (sns:*)")
        .contains("sqs:PurgeQueue on " + queue)
        .contains("by statement Keep of the identity-based policy queues")
        .contains(requestId);

    assertThat(hearth("policy", "--explain", requestId)).as(said()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("sqs:PurgeQueue on " + queue)
        .contains("denied by statement Keep of the identity-based policy queues");

    assertThat(hearth("policy", function.name(), "--check", "--json")).isEqualTo(1);
    assertThat(json().path("denied").path(0).path("requestId").asText()).isEqualTo(requestId);

    // The policy that it printed is enough for what it did.
    assertThat(hearth("policy", function.name())).isZero();
    var smallest = out.toString(StandardCharsets.UTF_8);
    iam.putRolePolicy(
        r -> r.roleName(function.name()).policyName("queues").policyDocument(smallest));
    assertThat(function.invoke("1").payload().asUtf8String())
        .contains("because no identity-based policy allows the sqs:PurgeQueue action");
    assertThat(hearth("policy", function.name())).isZero();
    assertThat(said()).doesNotContain("never used").contains("+ sqs:PurgeQueue");
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void whatIsNotThereFailsAndAWrongCallIsToldSo() {
    assertThat(hearth("policy", "no-such-function")).isEqualTo(1);
    assertThat(hearth("policy", "--explain", "00000000-0000-0000-0000-000000000000")).isEqualTo(1);
    assertThat(said()).contains("No decision is known of request");
    assertThat(hearth("policy")).isEqualTo(2);
    assertThat(said()).contains("--explain");
  }
}
