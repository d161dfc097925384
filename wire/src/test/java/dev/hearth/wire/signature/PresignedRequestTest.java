package dev.hearth.wire.signature;

import static dev.hearth.wire.signature.SdkRequests.NOW;
import static dev.hearth.wire.signature.SdkRequests.dialect;
import static dev.hearth.wire.signature.SdkRequests.header;
import static dev.hearth.wire.signature.SdkRequests.random;
import static dev.hearth.wire.signature.SdkRequests.refusal;
import static dev.hearth.wire.signature.SdkRequests.signer;
import static dev.hearth.wire.signature.SdkRequests.simple;
import static dev.hearth.wire.signature.SdkRequests.verifierAt;
import static dev.hearth.wire.signature.SdkRequests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.wire.http.HttpHeaders;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures in the query string.
final class PresignedRequestTest {
  @ParameterizedTest
  @MethodSource("dev.hearth.wire.signature.SdkRequests#seeds")
  void whatTheSdkPresignsIsVerifiedUntilItExpires(int seed) {
    var random = new Random(seed);
    var service = seed % 2 == 0 ? "s3" : "lambda";
    var validity = Duration.ofSeconds(random.nextInt(1, 604_800));
    var request = random(random);
    var signer = signer(service);
    assertThatCode(
            () ->
                verifierAt(NOW.plus(validity))
                    .verify(signer.presigned(request, validity), dialect(service)))
        .doesNotThrowAnyException();
    var refusal =
        refusal(
            NOW.plus(validity).plusSeconds(1),
            signer.presigned(request, validity),
            dialect(service));
    assertThat(refusal).hasMessage("Request has expired");
    assertThat(refusal.code())
        .isEqualTo(service.equals("s3") ? "AccessDenied" : "InvalidSignatureException");
  }

  @Test
  void aPresignedUrlOfVersion2IsRefusedAndNotTakenForAnonymous() {
    var target = "/b/k?AWSAccessKeyId=AKIDEXAMPLE&Signature=ox%2Fn8u2%3D&Expires=1795241411";
    var request = Requests.request("GET", target, HttpHeaders.of("Host", "h"), "");
    assertThat(CredentialScope.isSigned(request)).isTrue();
    assertThat(refusal(NOW, request, Dialect.S3))
        .hasMessageEndingWith("not supported. Please use AWS4-HMAC-SHA256.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "604801", "x", "", "99999999999999999999"})
  void aPresignedRequestLastsAWeekAtMost(String expires) {
    var request = signer("s3").presigned(simple().build(), Duration.ofHours(1));
    var changed =
        with(
            request,
            request.rawPath(),
            request.rawQuery().replace("X-Amz-Expires=3600", "X-Amz-Expires=" + expires),
            request.headers());
    assertThat(refusal(NOW, changed, Dialect.S3).code())
        .isEqualTo("AuthorizationQueryParametersError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"})
  void aPresignedRequestNeedsEveryParameter(String name) {
    var request = signer("s3").presigned(simple().build(), Duration.ofHours(1));
    var query = request.rawQuery().replaceFirst("X-Amz-" + name + "=[^&]*&?", "");
    var refusal =
        refusal(NOW, with(request, request.rawPath(), query, request.headers()), Dialect.S3);
    assertThat(refusal.code()).isEqualTo("AuthorizationQueryParametersError");
    var twice = request.rawQuery() + "&X-Amz-" + name + "=2";
    refusal(NOW, with(request, request.rawPath(), twice, request.headers()), Dialect.S3);
  }

  @Test
  void aPresignedRequestHasNoPlaceForUnsignedAwsHeaders() {
    var request = signer("s3").presigned(simple().build(), Duration.ofHours(1));
    var more = header("X-Amz-Acl", "public-read").apply(request);
    assertThat(refusal(NOW, more, Dialect.S3))
        .hasMessage("There were headers present in the request which were not signed");
  }
}
