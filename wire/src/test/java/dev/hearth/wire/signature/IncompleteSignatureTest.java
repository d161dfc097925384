package dev.hearth.wire.signature;

import static dev.hearth.wire.signature.SdkRequests.NOW;
import static dev.hearth.wire.signature.SdkRequests.authorization;
import static dev.hearth.wire.signature.SdkRequests.bytes;
import static dev.hearth.wire.signature.SdkRequests.dialect;
import static dev.hearth.wire.signature.SdkRequests.header;
import static dev.hearth.wire.signature.SdkRequests.refusal;
import static dev.hearth.wire.signature.SdkRequests.signer;
import static dev.hearth.wire.signature.SdkRequests.simple;
import static dev.hearth.wire.signature.SdkRequests.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.wire.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures of which something is missing, malformed or there twice.
final class IncompleteSignatureTest {
  @Test
  void anUnsignedRequestIsRefused() {
    var request = Requests.request("GET", "/", HttpHeaders.of("Host", "h"), "");
    assertThat(CredentialScope.isSigned(request)).isFalse();
    assertThat(CredentialScope.of(request)).isEmpty();
    assertThat(refusal(NOW, request, Dialect.QUERY).code()).isEqualTo("MissingAuthenticationToken");
    assertThat(refusal(NOW, request, Dialect.AWS_JSON).code())
        .isEqualTo("MissingAuthenticationTokenException");
    assertThat(refusal(NOW, request, Dialect.S3).code()).isEqualTo("AccessDenied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-3/lambda/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=/20261121/r/s/aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=k/20261121/r/s/aws4_request, SignedHeaders=;, Signature=0",
        "AWS4-HMAC-SHA256 Credential=k/20261121/r/s/aws4_request, SignedHeaders=Host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=k, Credential=k, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 ,,,",
        "AWS4-ECDSA-P256-SHA256 Credential=k/20261121/s/aws4_request, SignedHeaders=host",
        "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=",
        "Bearer eyJhbGciOi",
      })
  void halfASignatureIsRefused(String authorization) {
    var headers =
        HttpHeaders.of(
            "Host", "h", "X-Amz-Date", "20261121T040506Z", "Authorization", authorization);
    for (var dialect : Dialect.values()) {
      var refusal = refusal(NOW, Requests.request("GET", "/", headers, ""), dialect);
      assertThat(refusal.code())
          .isIn(
              "IncompleteSignature",
              "IncompleteSignatureException",
              "AuthorizationHeaderMalformed",
              "InvalidRequest");
      assertThat(refusal.getMessage()).doesNotContain("eyJhbGciOi", "frJIUN8D");
    }
  }

  @Test
  void whatIsMissingIsListed() {
    var headers = HttpHeaders.of("Host", "h", "Authorization", "AWS4-HMAC-SHA256 Credential=a");
    assertThat(refusal(NOW, Requests.request("GET", "/", headers, ""), Dialect.QUERY))
        .hasMessageStartingWith(
            "Authorization header requires 'Signature' parameter. Authorization header requires"
                + " 'SignedHeaders' parameter. Authorization header requires existence of either a"
                + " 'X-Amz-Date' or a 'Date' header. ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-21T04:05:06Z", "20261121", "20261321T040506Z", "20260231T040506Z", "x"})
  void aDateThatIsNoneIsRefused(String date) {
    var signed = signer("lambda").signed(simple().build(), bytes("{}"));
    assertThat(refusal(NOW, header("X-Amz-Date", date).apply(signed), Dialect.QUERY).code())
        .isEqualTo("IncompleteSignature");
  }

  @Test
  void twoSignaturesAreOneTooMany() {
    var signed = signer("s3").signed(simple().build(), bytes("{}"));
    var both = with(signed, signed.rawPath(), "X-Amz-Algorithm=AWS4-HMAC-SHA256", signed.headers());
    assertThat(refusal(NOW, both, Dialect.S3).code()).isEqualTo("InvalidArgument");
  }
}
