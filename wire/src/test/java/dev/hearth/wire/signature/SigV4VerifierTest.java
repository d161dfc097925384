package dev.hearth.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// What AWS's own signer signs is verified, and nothing else is.
final class SigV4VerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:05:06Z");
  private static final List<SdkHttpMethod> METHODS = List.of(SdkHttpMethod.values());
  private static final String ODD =
      "abcXYZ019 -._~!$&'()*+,;=:@%/?#[]{}|\\^`\"<>\u00e4\u00df\u20ac\ud83d\ude00\t";

  private static SigV4Verifier verifierAt(Instant time) {
    return new SigV4Verifier(
        Requests.KEYS, InstantSource.fixed(time), SigV4Verifier.DEFAULT_BUFFERED_BYTES);
  }

  private static SdkSigner signer(String service) {
    return new SdkSigner(SdkSigner.permanent(), service, NOW);
  }

  private static Dialect dialect(String service) {
    return service.equals("s3") ? Dialect.S3 : Dialect.REST_JSON;
  }

  private static SdkHttpRequest.Builder simple() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .protocol("https")
        .host("127.0.0.1")
        .port(4566)
        .encodedPath("/2015-03-31/functions/f/invocations")
        .putRawQueryParameter("Qualifier", "live")
        .putHeader("Content-Type", "application/json")
        .putHeader("X-Amz-Invocation-Type", "Event");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String odd(Random random, int length) {
    var points = ODD.codePoints().toArray();
    return random
        .ints(random.nextInt(length), 0, points.length)
        .map(i -> points[i])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static SdkHttpRequest random(Random random) {
    var path = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      var segment = odd(random, 12);
      path.append('/').append(software.amazon.awssdk.utils.http.SdkHttpUtils.urlEncode(segment));
    }
    var request =
        SdkHttpRequest.builder()
            .method(METHODS.get(random.nextInt(METHODS.size())))
            .protocol(
                "https") // over plain HTTP the bare signer hashes content of presigned requests
            .host("bucket.s3.eu-west-3.localhost")
            .port(random.nextBoolean() ? 80 : 4566)
            .encodedPath(path.toString());
    for (int i = random.nextInt(6); i > 0; i--) {
      var name = random.nextInt(4) == 0 ? "same" : odd(random, 8) + "k";
      for (int n = random.nextInt(3); n >= 0; n--) {
        request.appendRawQueryParameter(name, odd(random, 10));
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      var blanks = " ".repeat(random.nextInt(3));
      request.appendHeader(
          random.nextBoolean() ? "X-Amz-Meta-" + random.nextInt(3) : "X-Other-" + i,
          blanks + "v " + blanks + random.nextInt() + blanks);
    }
    return request.build();
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
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

  @ParameterizedTest
  @MethodSource("seeds")
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

  private static ServiceException refusal(Instant time, HttpRequest request, Dialect dialect) {
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> verifierAt(time).verify(request, dialect).body().readAllBytes());
    assertThat(refusal).as("the request is refused").isNotNull();
    return refusal;
  }

  private static HttpRequest with(
      HttpRequest from, String path, String query, HttpHeaders headers) {
    return new HttpRequest(
        from.method(),
        path,
        query,
        headers,
        from.body(),
        from.contentLength(),
        "",
        from.endpoint());
  }

  private static UnaryOperator<HttpRequest> header(String name, String value) {
    return r ->
        with(r, r.rawPath(), r.rawQuery(), r.headers().toBuilder().set(name, value).build());
  }

  private static UnaryOperator<HttpRequest> authorization(String part, String replacement) {
    return r ->
        header(
                "Authorization",
                r.headers().first("Authorization", "").replaceFirst(part, replacement))
            .apply(r);
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

  private static HttpRequest temporary(String key, String token, String service) {
    var identity = AwsSessionCredentialsIdentity.create(key, Requests.SECRET, token);
    return new SdkSigner(identity, service, NOW).signed(simple().build(), bytes("{}"));
  }

  @Test
  void aTemporaryKeyNeedsItsOwnToken() {
    var right = temporary(Requests.TEMPORARY_KEY, Requests.TOKEN, "lambda");
    assertThatCode(() -> verifierAt(NOW).verify(right, Dialect.REST_JSON))
        .doesNotThrowAnyException();
    var wrong = temporary(Requests.TEMPORARY_KEY, "another", "lambda");
    assertThat(refusal(NOW, wrong, Dialect.REST_JSON).code())
        .isEqualTo("UnrecognizedClientException");
    var wrongForS3 = temporary(Requests.TEMPORARY_KEY, "another", "s3");
    assertThat(refusal(NOW, wrongForS3, Dialect.S3).code()).isEqualTo("InvalidToken");
    var swapped =
        header("X-Amz-Security-Token", Requests.TOKEN)
            .apply(temporary(Requests.TEMPORARY_KEY, "another", "lambda"));
    assertThat(refusal(NOW, swapped, Dialect.REST_JSON).code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void aTemporaryKeyPresignsWithItsToken() {
    var identity =
        AwsSessionCredentialsIdentity.create(
            Requests.TEMPORARY_KEY, Requests.SECRET, Requests.TOKEN);
    var request =
        new SdkSigner(identity, "s3", NOW).presigned(simple().build(), Duration.ofHours(1));
    assertThat(request.rawQuery()).contains("X-Amz-Security-Token=");
    assertThatCode(() -> verifierAt(NOW).verify(request, Dialect.S3)).doesNotThrowAnyException();
  }

  @Test
  void anExpiredTokenIsSaidToBeSo() {
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "lambda"), Dialect.REST_JSON))
        .hasMessage("The security token included in the request is expired")
        .extracting(ServiceException::code)
        .isEqualTo("ExpiredTokenException");
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "lambda"), Dialect.QUERY).code())
        .isEqualTo("ExpiredToken");
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "s3"), Dialect.S3))
        .hasMessage("The provided token has expired.")
        .extracting(ServiceException::status)
        .isEqualTo(400);
  }

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
  void aPresignedUrlOfVersion2IsRefusedAndNotTakenForAnonymous() {
    var target = "/b/k?AWSAccessKeyId=AKIDEXAMPLE&Signature=ox%2Fn8u2%3D&Expires=1795241411";
    var request = Requests.request("GET", target, HttpHeaders.of("Host", "h"), "");
    assertThat(CredentialScope.isSigned(request)).isTrue();
    assertThat(refusal(NOW, request, Dialect.S3))
        .hasMessageEndingWith("not supported. Please use AWS4-HMAC-SHA256.");
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

  @Test
  void twoSignaturesAreOneTooMany() {
    var signed = signer("s3").signed(simple().build(), bytes("{}"));
    var both = with(signed, signed.rawPath(), "X-Amz-Algorithm=AWS4-HMAC-SHA256", signed.headers());
    assertThat(refusal(NOW, both, Dialect.S3).code()).isEqualTo("InvalidArgument");
  }

  @Test
  void onlyS3TakesUnsignedContent() throws Exception {
    var toS3 = signer("s3").unsignedContent(simple().build(), bytes("{}"));
    assertThat(toS3.headers().first(Content.HASH_HEADER)).contains("UNSIGNED-PAYLOAD");
    assertThat(verifierAt(NOW).verify(toS3, Dialect.S3).body().readAllBytes())
        .asString()
        .isEqualTo("{}");
    var toLambda = signer("lambda").unsignedContent(simple().build(), bytes("{}"));
    assertThat(toLambda.headers().first(Content.HASH_HEADER)).contains("UNSIGNED-PAYLOAD");
    assertThat(refusal(NOW, toLambda, Dialect.REST_JSON).code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void s3NeedsToKnowHowContentIsCovered() {
    var signed = signer("s3").signed(simple().build(), bytes("{}"));
    var without =
        with(
            signed,
            signed.rawPath(),
            signed.rawQuery(),
            signed.headers().toBuilder().remove(Content.HASH_HEADER).build());
    assertThat(refusal(NOW, without, Dialect.S3))
        .hasMessage("Missing required header for this request: x-amz-content-sha256");
    assertThat(
            refusal(NOW, header(Content.HASH_HEADER, "SOMEHOW").apply(signed), Dialect.S3).code())
        .isEqualTo("InvalidArgument");
  }

  @Test
  void contentThatIsTooLargeToBeHeldIsRefused() {
    var verifier = new SigV4Verifier(Requests.KEYS, InstantSource.fixed(NOW), 100);
    var signed = signer("lambda").signed(simple().build(), new byte[101]);
    var announced =
        catchThrowableOfType(
            ServiceException.class, () -> verifier.verify(signed, Dialect.REST_JSON));
    assertThat(announced.status()).isEqualTo(413);
    var again = signer("lambda").signed(simple().build(), new byte[101]);
    var unannounced =
        catchThrowableOfType(
            ServiceException.class,
            () -> verifier.verify(again.withBody(again.body(), -1), Dialect.REST_JSON));
    assertThat(unannounced.status()).isEqualTo(413);
    var fits = signer("lambda").signed(simple().build(), new byte[100]);
    assertThatCode(() -> verifier.verify(fits, Dialect.REST_JSON)).doesNotThrowAnyException();
  }

  @Test
  void largeObjectsAreVerifiedWhileTheyPassBy() throws Exception {
    var body = new byte[3 << 20];
    new Random(1).nextBytes(body);
    var signed = signer("s3").signed(simple().build(), body);
    assertThat(verifierAt(NOW).verify(signed, Dialect.S3).body().readAllBytes()).isEqualTo(body);
    var other = signer("s3").signed(simple().build(), body);
    body[body.length - 1]++;
    var changed = other.withBody(new ByteArrayInputStream(body), body.length);
    assertThat(refusal(NOW, changed, Dialect.S3).code()).isEqualTo("XAmzContentSHA256Mismatch");
  }

  @Test
  void secretsAreNotInAnyText() {
    assertThat(Requests.KEYS.find(Requests.KEY, null).toString()).doesNotContain(Requests.SECRET);
    var signed = temporary(Requests.TEMPORARY_KEY, Requests.TOKEN, "lambda");
    assertThat(Claims.of(signed, Dialect.REST_JSON).toString()).doesNotContain(Requests.TOKEN);
    assertThat(signed.toString()).doesNotContain("Signature");
  }
}
