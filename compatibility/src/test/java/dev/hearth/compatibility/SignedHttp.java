package dev.hearth.compatibility;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Requests as no SDK would send them, signed by AWS's own signer.
final class SignedHttp {
  // Set by the HTTP client itself.
  private static final Set<String> RESTRICTED = Set.of("host", "content-length");

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  SignedHttp(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// @param age how long ago the request claims to have been signed
  HttpResponse<String> send(
      AwsCredentialsIdentity credentials,
      Duration age,
      String service,
      String method,
      String path,
      Map<String, String> headers,
      String body)
      throws IOException, InterruptedException {
    var plain =
        SdkHttpRequest.builder()
            .uri(endpoint.resolve(path))
            .method(SdkHttpMethod.fromValue(method));
    headers.forEach(plain::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(plain.build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK,
                            Clock.offset(Clock.systemUTC(), age.negated())));
    var request =
        HttpRequest.newBuilder(signed.request().getUri())
            .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              if (!RESTRICTED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> sendUnsigned(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(endpoint.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
