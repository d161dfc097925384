package dev.hearth.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Requests that AWS's own signer signs, and how ours refuses them.
final class SdkRequests {
  private SdkRequests() {}

  static final Instant NOW = Instant.parse("2026-11-21T04:05:06Z");
  static final List<SdkHttpMethod> METHODS = List.of(SdkHttpMethod.values());
  static final String ODD =
      "abcXYZ019 -._~!$&'()*+,;=:@%/?#[]{}|\\^`\"<>\u00e4\u00df\u20ac\ud83d\ude00\t";

  static SigV4Verifier verifierAt(Instant time) {
    return new SigV4Verifier(
        Requests.KEYS, InstantSource.fixed(time), SigV4Verifier.DEFAULT_BUFFERED_BYTES);
  }

  static SdkSigner signer(String service) {
    return new SdkSigner(SdkSigner.permanent(), service, NOW);
  }

  static Dialect dialect(String service) {
    return service.equals("s3") ? Dialect.S3 : Dialect.REST_JSON;
  }

  static SdkHttpRequest.Builder simple() {
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

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String odd(Random random, int length) {
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

  static ServiceException refusal(Instant time, HttpRequest request, Dialect dialect) {
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> verifierAt(time).verify(request, dialect).body().readAllBytes());
    assertThat(refusal).as("the request is refused").isNotNull();
    return refusal;
  }

  static HttpRequest with(HttpRequest from, String path, String query, HttpHeaders headers) {
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

  static UnaryOperator<HttpRequest> header(String name, String value) {
    return r ->
        with(r, r.rawPath(), r.rawQuery(), r.headers().toBuilder().set(name, value).build());
  }

  static UnaryOperator<HttpRequest> authorization(String part, String replacement) {
    return r ->
        header(
                "Authorization",
                r.headers().first("Authorization", "").replaceFirst(part, replacement))
            .apply(r);
  }

  static HttpRequest temporary(String key, String token, String service) {
    var identity = AwsSessionCredentialsIdentity.create(key, Requests.SECRET, token);
    return new SdkSigner(identity, service, NOW).signed(simple().build(), bytes("{}"));
  }
}
