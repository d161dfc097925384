package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// What Hearth refuses, on the wire: the codes, the statuses, and that it says what was wrong.
@ExtendWith(Cloud.Extension.class)
class RefusalTest {
  private static final String FUNCTIONS = "/2015-03-31/functions/";

  private final Cloud cloud;
  private final SignedHttp http;

  RefusalTest(Cloud cloud) {
    this.cloud = cloud;
    this.http = new SignedHttp(cloud.endpoint());
  }

  private AwsCredentialsIdentity administrator() {
    return AwsCredentialsIdentity.create(cloud.accessKeyId(), cloud.secretAccessKey());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        administrator(),
        Duration.ZERO,
        "lambda",
        "POST",
        path,
        Map.of("Content-Type", "application/json"),
        body);
  }

  private static void refused(
      HttpResponse<String> answer, int status, String code, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-errortype")).hasValue(code);
    assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
    for (var word : words) {
      assertThat(answer.body()).contains(word);
    }
  }

  @Test
  void aRequestWithoutASignature() throws Exception {
    refused(http.sendUnsigned("GET", FUNCTIONS, ""), 403, "MissingAuthenticationTokenException");
  }

  @Test
  void aWrongSecret() throws Exception {
    refused(
        http.send(
            AwsCredentialsIdentity.create(cloud.accessKeyId(), "wrong"),
            Duration.ZERO,
            "lambda",
            "GET",
            FUNCTIONS,
            Map.of(),
            ""),
        403,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided");
  }

  @Test
  void aKeyThatNobodyHas() throws Exception {
    refused(
        http.send(
            AwsCredentialsIdentity.create("AKIAIOSFODNN7EXAMPLE", "wrong"),
            Duration.ZERO,
            "lambda",
            "GET",
            FUNCTIONS,
            Map.of(),
            ""),
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid");
  }

  @Test
  void aSignatureOfYesterday() throws Exception {
    refused(
        http.send(administrator(), Duration.ofDays(1), "lambda", "GET", FUNCTIONS, Map.of(), ""),
        403,
        "InvalidSignatureException",
        "Signature expired");
  }

  @Test
  void malformedJson() throws Exception {
    refused(post(FUNCTIONS, "{\"FunctionName\":"), 400, "SerializationException");
  }

  @Test
  void aMissingMember() throws Exception {
    refused(post(FUNCTIONS, "{}"), 400, "ValidationException", "functionName");
  }

  @Test
  void anUnknownRuntime() throws Exception {
    refused(
        post(
            FUNCTIONS,
            """
            {"FunctionName":"f","Runtime":"cobol85","Handler":"a.b","Code":{"ZipFile":"UEsFBg=="},
             "Role":"arn:aws:iam::%s:role/r"}
            """
                .formatted(cloud.account())),
        400,
        "InvalidParameterValueException",
        "cobol85");
  }

  @Test
  void anEventThatIsNoJson() throws Exception {
    var answer = post(FUNCTIONS + "nobody/invocations", "{nope");
    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.headers().firstValue("x-amzn-errortype"))
        .hasValueSatisfying(
            code ->
                assertThat(code)
                    .isIn("InvalidRequestContentException", "ResourceNotFoundException"));
  }

  @Test
  void anOperationThatTheModelHasAndHearthHasNot() throws Exception {
    var answer =
        http.send(
            administrator(),
            Duration.ZERO,
            "logs",
            "POST",
            "/",
            Map.of(
                "x-amz-target", "Logs_20140328.DescribeExportTasks",
                "content-type", "application/x-amz-json-1.1"),
            "{}");
    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains("DescribeExportTasks");
  }

  @Test
  void anOperationThatNobodyKnows() throws Exception {
    refused(post("/2015-03-31/no-such-thing", "{}"), 404, "UnknownOperationException");
  }

  @Test
  void anUnknownActionOfAQueryService() throws Exception {
    var answer =
        http.send(
            administrator(),
            Duration.ZERO,
            "iam",
            "POST",
            "/",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            "Action=MakeCoffee&Version=2010-05-08");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidAction</Code>", "MakeCoffee");
  }
}
