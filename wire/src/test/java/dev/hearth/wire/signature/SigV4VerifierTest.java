package dev.hearth.wire.signature;

import static dev.hearth.wire.signature.SdkRequests.NOW;
import static dev.hearth.wire.signature.SdkRequests.authorization;
import static dev.hearth.wire.signature.SdkRequests.bytes;
import static dev.hearth.wire.signature.SdkRequests.dialect;
import static dev.hearth.wire.signature.SdkRequests.header;
import static dev.hearth.wire.signature.SdkRequests.random;
import static dev.hearth.wire.signature.SdkRequests.refusal;
import static dev.hearth.wire.signature.SdkRequests.signer;
import static dev.hearth.wire.signature.SdkRequests.simple;
import static dev.hearth.wire.signature.SdkRequests.temporary;
import static dev.hearth.wire.signature.SdkRequests.verifierAt;
import static dev.hearth.wire.signature.SdkRequests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// What AWS's own signer signs is verified, and nothing else is.
final class SigV4VerifierTest {
  @ParameterizedTest
  @MethodSource("dev.hearth.wire.signature.SdkRequests#seeds")
  void whatTheSdkSignsIsVerified(int seed) throws Exception {
    var random = new Random(seed);
    var service = seed % 2 == 0 ? "s3" : "lambda";
    var body = new byte[random.nextInt(3_000)];
    random.nextBytes(body);
    var request = signer(service).signed(random(random), body);
    var verified = verifierAt(NOW).verify(request, dialect(service));
    assertThat(verified.body().readAllBytes()).isEqualTo(body);
    assertThat(verified.service()).isEqualTo(service);
    assertThat(verified.region().name()).isEqualTo("eu-west-3");
    assertThat(CredentialScope.of(request))
        .contains(new CredentialScope("20261121", "eu-west-3", service));
  }

  static Stream<Arguments> tampering() {
    return Stream.of(
        tampered("method", r -> withMethod(r, "PUT")),
        tampered("path", r -> with(r, r.rawPath() + "x", r.rawQuery(), r.headers())),
        tampered("query value", r -> with(r, r.rawPath(), "Qualifier=dead", r.headers())),
        tampered("query name", r -> with(r, r.rawPath(), "qualifier=live", r.headers())),
        tampered("query more", r -> with(r, r.rawPath(), r.rawQuery() + "&a=b", r.headers())),
        tampered("query less", r -> with(r, r.rawPath(), "", r.headers())),
        tampered("host", header("Host", "localhost:4566")),
        tampered("signed header", header("X-Amz-Invocation-Type", "RequestResponse")),
        tampered("content type", header("Content-Type", "text/plain")),
        tampered("body", r -> r.withBody(new ByteArrayInputStream(bytes("{\"a\":2}")), 7)),
        tampered("body cut", r -> r.withBody(new ByteArrayInputStream(new byte[0]), 0)),
        tampered("date", header("X-Amz-Date", "20261121T040507Z")),
        tampered("more AWS headers", header("X-Amz-Log-Type", "Tail")),
        tampered("signature", authorization("Signature=(.)", "Signature=z")),
        tampered("signature cut", authorization("Signature=..", "Signature=")),
        tampered("region", authorization("eu-west-3", "eu-west-1")),
        tampered("service", authorization("/lambda/", "/iam/")),
        tampered("other key", authorization("AKIDEXAMPLE", "AKIAIOSFODNN7EXAMPLE")),
        tampered("day", authorization("20261121", "20261120")),
        tampered("fewer headers", authorization("content-type;", "")),
        tampered("no host", authorization("host;", "")),
        tampered("hash", header("x-amz-content-sha256", "0".repeat(64))));
  }

  private static Arguments tampered(String name, UnaryOperator<HttpRequest> tampering) {
    return Arguments.of(name, tampering);
  }

  private static HttpRequest withMethod(HttpRequest from, String method) {
    return new HttpRequest(
        method,
        from.rawPath(),
        from.rawQuery(),
        from.headers(),
        from.body(),
        from.contentLength(),
        "",
        from.endpoint());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampering")
  void aSignedRequestWithAnythingChangedIsRefused(String what, UnaryOperator<HttpRequest> tamper) {
    for (var service : new String[] {"lambda", "s3"}) {
      var request = signer(service).signed(simple().build(), bytes("{\"a\":1}"));
      var replaced = what.equals("service") && service.equals("s3") ? "/s3/" : "";
      var tampered =
          replaced.isEmpty()
              ? tamper.apply(request)
              : authorization(replaced, "/lambda/").apply(request);
      assertThat(refusal(NOW, tampered, dialect(service)).status())
          .as(what + " to " + service)
          .isIn(400, 403);
    }
  }

  @Test
  void theTextsAreAwss() {
    var signed = signer("lambda").signed(simple().build(), bytes("{}"));
    var changed = header("Content-Type", "text/plain").apply(signed);
    assertThat(refusal(NOW, changed, Dialect.REST_JSON))
        .hasMessageStartingWith(
            "The request signature we calculated does not match the signature you provided.")
        .extracting(ServiceException::code, ServiceException::status)
        .containsExactly("InvalidSignatureException", 403);
    assertThat(refusal(NOW, changed, Dialect.QUERY).code()).isEqualTo("SignatureDoesNotMatch");
    assertThat(refusal(NOW, changed, Dialect.AWS_JSON).status()).isEqualTo(400);
  }

  @Test
  void aSignatureOfAnotherTimeIsRefused() {
    var signed = signer("lambda").signed(simple().build(), bytes("{}"));
    var limit = Duration.ofMinutes(5);
    assertThat(refusal(NOW.plus(limit).plusSeconds(1), signed, Dialect.QUERY))
        .hasMessage(
            "Signature expired: 20261121T040506Z is now earlier than 20261121T040507Z"
                + " (20261121T041007Z - 5 min.)")
        .extracting(ServiceException::code)
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(refusal(NOW.minus(limit).minusSeconds(1), signed, Dialect.AWS_JSON))
        .hasMessage(
            "Signature not yet current: 20261121T040506Z is still later than 20261121T040505Z"
                + " (20261121T040005Z + 5 min.)")
        .extracting(ServiceException::code)
        .isEqualTo("InvalidSignatureException");
    for (var time : new Instant[] {NOW.plus(limit), NOW.minus(limit)}) {
      var again = signer("lambda").signed(simple().build(), bytes("{}"));
      assertThatCode(() -> verifierAt(time).verify(again, Dialect.REST_JSON))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void s3AllowsAQuarterOfAnHour() {
    var limit = Duration.ofMinutes(15);
    for (var time : new Instant[] {NOW.plus(limit), NOW.minus(limit)}) {
      var signed = signer("s3").signed(simple().build(), bytes("{}"));
      assertThatCode(() -> verifierAt(time).verify(signed, Dialect.S3)).doesNotThrowAnyException();
    }
    var signed = signer("s3").signed(simple().build(), bytes("{}"));
    assertThat(refusal(NOW.plus(limit).plusSeconds(1), signed, Dialect.S3).code())
        .isEqualTo("RequestTimeTooSkewed");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aKeyThatDoesNotExistIsRefused(Dialect dialect) {
    var unknown = AwsCredentialsIdentity.create("AKIAUNKNOWN", "secret");
    var service = dialect == Dialect.S3 ? "s3" : "lambda";
    var signed = new SdkSigner(unknown, service, NOW).signed(simple().build(), bytes("{}"));
    var refusal = refusal(NOW, signed, dialect);
    assertThat(refusal.code() + " " + refusal.status() + " " + refusal.getMessage())
        .isEqualTo(
            switch (dialect) {
              case AWS_JSON ->
                  "UnrecognizedClientException 400 The security token included in the request is"
                      + " invalid.";
              case REST_JSON ->
                  "UnrecognizedClientException 403 The security token included in the request is"
                      + " invalid.";
              case QUERY ->
                  "InvalidClientTokenId 403 The security token included in the request is"
                      + " invalid.";
              case S3 ->
                  "InvalidAccessKeyId 403 The AWS Access Key Id you provided does not exist in our"
                      + " records.";
            });
  }

  @Test
  void secretsAreNotInAnyText() {
    assertThat(Requests.KEYS.find(Requests.KEY, null).toString()).doesNotContain(Requests.SECRET);
    var signed = temporary(Requests.TEMPORARY_KEY, Requests.TOKEN, "lambda");
    assertThat(Claims.of(signed, Dialect.REST_JSON).toString()).doesNotContain(Requests.TOKEN);
    assertThat(signed.toString()).doesNotContain("Signature");
  }
}
