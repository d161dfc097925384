package dev.hearth.wire.dispatch;

import static dev.hearth.wire.dispatch.Wired.operation;
import static dev.hearth.wire.dispatch.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpResponse;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class ErrorRenderingTest {
  private static HttpResponse refused(
      String service, String operation, Requests request, Supplier<RuntimeException> refusal) {
    return new Wired()
        .with(
            service,
            operation(
                operation,
                (_, _) -> {
                  throw refusal.get();
                }))
        .answer(request);
  }

  private static ServiceException denied() {
    return new ServiceException("AccessDeniedException", 403, "User: a is not authorized");
  }

  @Test
  void restJsonHasTheBareCodeInAHeader() {
    var response =
        refused(
            "lambda",
            "GetFunction",
            Requests.of("GET", "/2015-03-31/functions/f").signedFor("lambda"),
            () -> new ServiceException("ResourceNotFoundException", 400, "Function not found: f"));
    assertThat(response.status()).as("the model's status wins").isEqualTo(404);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("ResourceNotFoundException");
    assertThat(response.headers().first("Content-Type")).contains("application/json");
    assertThat(text(response))
        .isEqualTo("{\"Message\":\"Function not found: f\",\"Type\":\"User\"}");
  }

  @Test
  void aMemberThatTravelsInAHeaderDoes() {
    var response =
        refused(
            "lambda",
            "GetFunction",
            Requests.of("GET", "/2015-03-31/functions/f").signedFor("lambda"),
            () ->
                new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.")
                    .with("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded")
                    .with("retryAfterSeconds", "3"));
    assertThat(response.status()).isEqualTo(429);
    assertThat(response.headers().first("Retry-After")).contains("3");
    assertThat(text(response))
        .isEqualTo(
            "{\"message\":\"Rate Exceeded.\",\"Type\":\"User\","
                + "\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}");
  }

  @Test
  void awsJsonHasTheCodeInTheBody() {
    var response =
        refused(
            "cloudwatchlogs",
            "DescribeLogGroups",
            Requests.target("logs", "Logs_20140328.DescribeLogGroups", "{}"),
            ErrorRenderingTest::denied);
    assertThat(response.status()).as("awsJson has no 403").isEqualTo(400);
    assertThat(text(response))
        .isEqualTo(
            "{\"__type\":\"AccessDeniedException\",\"message\":\"User: a is not authorized\"}");
  }

  @Test
  void anExceptionOfTheSdkKeepsItsStructuredMembers() {
    var response =
        refused(
            "dynamodb",
            "ListTables",
            Requests.target("dynamodb", "DynamoDB_20120810.ListTables", "{}"),
            () ->
                TransactionCanceledException.builder()
                    .message("cancelled")
                    .cancellationReasons(CancellationReason.builder().code("None").build())
                    .build());
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response))
        .isEqualTo(
            "{\"__type\":\"TransactionCanceledException\",\"Message\":\"cancelled\","
                + "\"CancellationReasons\":[{\"Code\":\"None\"}]}");
  }

  @Test
  void aServiceThatLeftQueryTellsTheCodeItHadThere() {
    Supplier<RuntimeException> refusal =
        () -> new ServiceException("QueueDoesNotExist", 400, "No such queue");
    var json =
        refused(
            "sqs",
            "GetQueueUrl",
            Requests.target("sqs", "AmazonSQS.GetQueueUrl", "{\"QueueName\":\"q\"}"),
            refusal);
    assertThat(json.headers().first("x-amzn-query-error"))
        .contains("AWS.SimpleQueueService.NonExistentQueue;Sender");
    assertThat(text(json)).contains("\"__type\":\"QueueDoesNotExist\"");
    var query =
        refused(
            "sqs",
            "GetQueueUrl",
            Requests.form("sqs", "Action=GetQueueUrl&Version=2012-11-05&QueueName=q"),
            refusal);
    assertThat(text(query))
        .isEqualTo(
            "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>"
                + "<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
                + "<Message>No such queue</Message></Error>"
                + "<RequestId>request-1</RequestId></ErrorResponse>");
  }

  @Test
  void queryNamesCommonErrorsInItsOwnWay() {
    var request = Requests.form("iam", "Action=ListUsers&Version=2010-05-08");
    var response = refused("iam", "ListUsers", request, ErrorRenderingTest::denied);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("Content-Type")).contains("text/xml");
    assertThat(text(response)).contains("<Code>AccessDenied</Code>");
    var missing =
        refused(
            "iam",
            "ListUsers",
            Requests.form("iam", "Action=ListUsers&Version=2010-05-08"),
            () -> new ServiceException("NoSuchEntity", 400, "The role <r> cannot be found."));
    assertThat(missing.status()).isEqualTo(404);
    assertThat(text(missing))
        .contains(
            "<Code>NoSuchEntity</Code><Message>The role &lt;r&gt; cannot be found.</Message>");
  }

  @Test
  void s3HasAnErrorElementWithMembersOfItsOwn() {
    var response =
        refused(
            "s3",
            "HeadBucket",
            Requests.of("HEAD", "/b").signedFor("s3"),
            () -> new ServiceException("NoSuchBucket", 404, "Gone").with("BucketName", "b"));
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().first("x-amz-request-id")).contains("request-1");
    assertThat(text(response))
        .endsWith(
            "<Error><Code>NoSuchBucket</Code><Message>Gone</Message><BucketName>b</BucketName>"
                + "<RequestId>request-1</RequestId></Error>");
    var denied =
        refused(
            "s3",
            "HeadBucket",
            Requests.of("HEAD", "/b").signedFor("s3"),
            ErrorRenderingTest::denied);
    assertThat(text(denied)).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void cborHasTheCodeInTheBody() {
    var response =
        refused(
            "cloudwatch",
            "ListDashboards",
            Requests.of("POST", "/service/GraniteServiceVersion20100801/operation/ListDashboards")
                .header("smithy-protocol", "rpc-v2-cbor")
                .signedFor("monitoring"),
            () -> new ServiceException("InvalidParameterValueException", 400, "bad"));
    assertThat(response.headers().first("smithy-protocol")).contains("rpc-v2-cbor");
    assertThat(response.headers().first("x-amzn-query-error"))
        .contains("InvalidParameterValue;Sender");
    assertThat(text(response)).contains("__type").contains("InvalidParameterValueException");
  }
}
