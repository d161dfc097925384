package dev.hearth.wire.dispatch;

import static dev.hearth.wire.dispatch.Wired.operation;
import static dev.hearth.wire.dispatch.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class DispatcherTest {
  private static final String INVOKE = "/2015-03-31/functions/f/invocations";

  private static Wired echo() {
    return new Wired()
        .with(
            "lambda",
            operation(
                "Invoke",
                (InvokeRequest in, Call _) ->
                    InvokeResponse.builder().statusCode(200).payload(in.payload()).build()));
  }

  @Test
  void anOperationAnswersWithItsRequestId() {
    var response = echo().answer(Requests.of("POST", INVOKE).signedFor("lambda").body("{\"a\":1}"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).isEqualTo("{\"a\":1}");
    assertThat(response.headers().first("x-amzn-RequestId")).contains("request-1");
  }

  @Test
  void halfACharacterComesOutAsAQuestionMark() {
    var wired =
        new Wired()
            .with(
                "lambda",
                operation(
                    "CreateFunction",
                    (CreateFunctionRequest in, Call _) ->
                        CreateFunctionResponse.builder().description(in.description()).build()));
    var json =
        "{\"FunctionName\":\"f\",\"Role\":\"arn:aws:iam::123456789012:role/r\",\"Code\":{},"
            + "\"Description\":\"a\\uD83D b\"}";
    var request = Requests.of("POST", "/2015-03-31/functions").signedFor("lambda").body(json);
    assertThat(text(wired.answer(request))).isEqualTo("{\"Description\":\"a? b\"}");
  }

  @Test
  void aCallTellsItsCircumstances() {
    var calls = new ArrayList<Call>();
    var wired =
        new Wired()
            .with(
                "lambda",
                operation(
                    "ListFunctions",
                    (_, call) -> {
                      calls.add(call);
                      return ListFunctionsResponse.builder().build();
                    }));
    // Older clients end the path with a slash.
    var request = Requests.of("GET", "/2015-03-31/functions/").signedFor("lambda");
    wired.answer(request.header("User-Agent", "aws-cli/2").header("X-Amzn-Trace-Id", "Root=1"));
    var call = calls.getFirst();
    assertThat(call.operation()).isEqualTo("ListFunctions");
    assertThat(call.service()).isEqualTo("lambda");
    assertThat(call.account()).isEqualTo(FakeSignatures.ACCOUNT);
    assertThat(call.userAgent()).isEqualTo("aws-cli/2");
    assertThat(call.traceId()).isEqualTo("Root=1");
    assertThat(call.time()).isEqualTo(Wired.NOW);
  }

  @Test
  void anOperationThatAwsHasAndHearthHasNotAnswers501WithItsName() {
    var request = Requests.of("PUT", "/2025-11-30/functions/f/function-scaling-config");
    var response = echo().answer(request.query("Qualifier=1").signedFor("lambda").body("{}"));
    assertThat(response.status()).isEqualTo(501);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("NotImplemented");
    assertThat(text(response))
        .contains("Hearth does not implement lambda:PutFunctionScalingConfig");
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb, DynamoDB_20120810.Nonsense, 400, UnknownOperationException",
    "dynamodb, Nonsense_1.ListTables, 400, UnknownOperationException",
    "dynamodb, Nonsense, 400, UnknownOperationException",
    "dynamodb, DynamoDB_20120810.ListTables, 501, NotImplemented"
  })
  void targetsWithoutAnOperationAreTold(String service, String target, int status, String code) {
    var response = echo().answer(Requests.target(service, target, "{}"));
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response)).contains("\"__type\":\"" + code + "\"");
  }

  @Test
  void anUnknownPathIsAnUnknownOperation() {
    var response = echo().answer(Requests.of("GET", "/2015-03-31/nonsense").signedFor("lambda"));
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("UnknownOperationException");
  }

  @Test
  void anUnknownActionIsInvalid() {
    var response = echo().answer(Requests.form("iam", "Action=Nonsense&Version=2010-05-08"));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("<Type>Sender</Type><Code>InvalidAction</Code>");
  }

  @Test
  void aServiceThatHearthDoesNotKnowIsAnUnknownOperation() {
    var response = echo().answer(Requests.of("GET", "/2015-03-31/functions").signedFor("ec9"));
    assertThat(response.status()).isEqualTo(404);
    assertThat(text(response)).contains("ec9");
  }

  @Test
  void nobodyIsLetInWithoutASignature() {
    var response = echo().answer(Requests.of("POST", INVOKE).body("{}"));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("x-amzn-ErrorType"))
        .contains("MissingAuthenticationTokenException");
  }

  @Test
  void nothingIsDecodedBeforeTheSenderIsProven() {
    var response = echo().answer(Requests.target("x", "DynamoDB_20120810.GetItem", "{nonsense"));
    assertThat(response.status()).isEqualTo(501); // signed, and known before the body is looked at
    var unsigned =
        Requests.of("POST", "/").header("X-Amz-Target", "DynamoDB_20120810.GetItem").body("{no");
    assertThat(text(echo().answer(unsigned))).contains("MissingAuthenticationTokenException");
  }

  @Test
  void whatAwsAnswersWithoutASignatureHearthDoesToo() {
    var wired =
        new Wired()
            .with(
                "sts",
                operation(
                    "AssumeRoleWithWebIdentity",
                    (AssumeRoleWithWebIdentityRequest in, Call call) ->
                        AssumeRoleWithWebIdentityResponse.builder()
                            .audience(in.roleSessionName() + " " + call.caller().userId())
                            .build()),
                operation(
                    "GetCallerIdentity", (_, _) -> GetCallerIdentityResponse.builder().build()));
    var form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=me"
            + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr&WebIdentityToken=abcd";
    var response = wired.answer(Requests.of("POST", "/").unsignedForm(form));
    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).contains("<Audience>me ANONYMOUS</Audience>");
    var refused =
        wired.answer(
            Requests.of("POST", "/").unsignedForm("Action=GetCallerIdentity&Version=2011-06-15"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(text(refused)).contains("<Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void whatIsForbiddenDoesNotRun() {
    var ran = new ArrayList<String>();
    var wired =
        new Wired()
            .with(
                "lambda",
                operation(
                    "ListFunctions",
                    (_, _) -> {
                      ran.add("ran");
                      return ListFunctionsResponse.builder().build();
                    }))
            .with(
                (access, _) -> {
                  throw new ServiceException(
                      "AccessDeniedException", 403, access.needs().getFirst().action());
                });
    var response = wired.answer(Requests.of("GET", "/2015-03-31/functions").signedFor("lambda"));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("AccessDeniedException");
    assertThat(text(response)).isEqualTo("{\"message\":\"lambda:ListFunctions\"}");
    assertThat(ran).isEmpty();
  }

  @Test
  void anUnexpectedFailureTellsNothingButItsRequestId() {
    var wired =
        new Wired()
            .with(
                "lambda",
                operation(
                    "ListFunctions",
                    (_, _) -> {
                      throw new IllegalStateException("secret of the house");
                    }));
    var response = wired.answer(Requests.of("GET", "/2015-03-31/functions").signedFor("lambda"));
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.headers().first("x-amzn-RequestId")).contains("request-1");
    assertThat(text(response)).contains("internal failure").doesNotContain("secret");
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    var body = Payload.of(new byte[RequestBody.USUAL_LIMIT + 1]);
    var response = echo().answer(Requests.of("POST", INVOKE).signedFor("lambda").body(body));
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.headers().first("x-amzn-ErrorType"))
        .contains("RequestEntityTooLargeException");
  }

  @Test
  void whatNobodyHasSignedMayBeSmallOnly() {
    var form = "Action=AssumeRoleWithSAML&x=" + "a".repeat(RequestBody.UNSIGNED_LIMIT);
    var response = echo().answer(Requests.of("POST", "/").unsignedForm(form));
    assertThat(response.status()).isEqualTo(413);
  }

  @Test
  void aCompressedBodyIsUnpackedWithinTheLimit() throws IOException {
    var names = new ArrayList<String>();
    var wired =
        new Wired()
            .with(
                "cloudwatch",
                operation(
                    "PutMetricData",
                    (PutMetricDataRequest in, Call _) -> {
                      names.add(in.namespace());
                      return PutMetricDataResponse.builder().build();
                    }));
    var form =
        "Action=PutMetricData&Version=2010-08-01&Namespace=n&MetricData.member.1.MetricName=m";
    assertThat(wired.answer(packed(form)).status()).isEqualTo(200);
    assertThat(names).containsExactly("n");
    var bomb = wired.answer(packed("Action=PutMetricData&x=" + "a".repeat(17 << 20)));
    assertThat(bomb.status()).isEqualTo(413);
  }

  private static Requests packed(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(Payload.of(text).bytes());
    }
    return Requests.form("monitoring", "")
        .header("Content-Encoding", "gzip")
        .body(Payload.of(bytes.toByteArray()));
  }

  @Test
  void servicesAreCheckedWhenTheyAreWired() {
    assertThatThrownBy(
            () ->
                new Wired()
                    .with(
                        "lambda", operation("Nonsense", (_, _) -> InvokeResponse.builder().build()))
                    .dispatcher())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda.Nonsense");
    assertThatThrownBy(
            () ->
                new Wired()
                    .with("s3", operation("PutObject", (_, _) -> InvokeResponse.builder().build()))
                    .dispatcher())
        .hasMessageContaining("s3.PutObject");
  }

  @Test
  void theTableTellsWhatIsImplemented() {
    var table =
        OperationTable.markdown(
            new dev.hearth.wire.Service(
                "sts",
                List.of(
                    operation(
                        "GetCallerIdentity",
                        (_, _) -> GetCallerIdentityResponse.builder().build()))));
    assertThat(table)
        .startsWith("| operation | implemented |\n")
        .contains("| `GetCallerIdentity` | yes |\n")
        .contains("| `AssumeRoot` |  |\n");
  }

  @Test
  void headersOfErrorsNameTheRequestInEveryProtocol() {
    var wired = echo();
    for (var request :
        List.of(
            Requests.of("GET", "/2015-03-31/nonsense").signedFor("lambda"),
            Requests.target("dynamodb", "DynamoDB_20120810.ListTables", "{}"),
            Requests.form("iam", "Action=ListUsers&Version=2010-05-08"),
            Requests.of("POST", "/service/GraniteServiceVersion20100801/operation/ListDashboards")
                .header("smithy-protocol", "rpc-v2-cbor")
                .signedFor("monitoring"))) {
      HttpResponse response = wired.answer(request);
      assertThat(response.status()).isIn(404, 501);
      assertThat(response.headers().first("x-amzn-RequestId")).contains("request-1");
    }
    var s3 = wired.answer(Requests.of("GET", "/bucket/key").signedFor("s3"));
    assertThat(s3.status()).isEqualTo(501);
    assertThat(s3.headers().first("x-amz-request-id")).contains("request-1");
  }
}
