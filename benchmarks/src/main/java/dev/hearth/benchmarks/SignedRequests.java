package dev.hearth.benchmarks;

import dev.hearth.cli.Connection;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Requests as bytes, signed by the SDK's own signer. A signature is good for a quarter of an hour,
/// so that a measurement signs once and sends often: the server verifies it each time, and the
/// client's own work stays out of the figures.
final class SignedRequests {
  private static final String SQS = "application/x-amz-json-1.0";

  private final Connection connection;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedRequests(Connection connection) {
    this.connection = connection;
  }

  /// `POST /2015-03-31/functions/<name>/invocations` with `payload`.
  byte[] invoke(String name, String payload) {
    var path = "/2015-03-31/functions/" + name + "/invocations";
    return sign("lambda", path, payload.getBytes(StandardCharsets.UTF_8), "application/json", null);
  }

  /// SNS's `Publish` of `message` to `topic`.
  byte[] publish(String topic, String message) {
    var form =
        "Action=Publish&Version=2010-03-31&TopicArn="
            + URLEncoder.encode(topic, StandardCharsets.UTF_8)
            + "&Message="
            + URLEncoder.encode(message, StandardCharsets.UTF_8);
    var body = form.getBytes(StandardCharsets.UTF_8);
    return sign("sns", "/", body, "application/x-www-form-urlencoded", null);
  }

  /// An operation of EventBridge, with `input` in JSON.
  byte[] events(String operation, String input) {
    return sign(
        "events",
        "/",
        input.getBytes(StandardCharsets.UTF_8),
        "application/x-amz-json-1.1",
        "AWSEvents." + operation);
  }

  /// An operation of SQS, with `input` in JSON.
  byte[] sqs(String operation, String input) {
    return sign("sqs", "/", input.getBytes(StandardCharsets.UTF_8), SQS, "AmazonSQS." + operation);
  }

  private byte[] sign(
      String service, String path, byte[] body, String type, @Nullable String operation) {
    URI uri = connection.endpoint().resolve(path);
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .putHeader("Host", uri.getAuthority())
            .putHeader("Content-Type", type)
            .putHeader("Content-Length", Integer.toString(body.length));
    if (operation != null) {
      request.putHeader("X-Amz-Target", operation);
    }
    var credentials =
        AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey());
    ContentStreamProvider content = () -> new ByteArrayInputStream(body);
    var signed =
        signer.sign(
            r ->
                r.identity(credentials)
                    .request(request.build())
                    .payload(content)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, connection.region()));
    return bytes(signed.request(), body);
  }

  /// `POST path` with `body`, for servers that want no signature.
  static byte[] plain(URI endpoint, String path, byte[] body) {
    return bytes(
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.resolve(path))
            .putHeader("Host", endpoint.getAuthority())
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(body.length))
            .build(),
        body);
  }

  /// As [#sqs], for servers that want no signature.
  static byte[] plainSqs(URI endpoint, String operation, String input) {
    var body = input.getBytes(StandardCharsets.UTF_8);
    return bytes(
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.resolve("/"))
            .putHeader("Host", endpoint.getAuthority())
            .putHeader("Content-Type", SQS)
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", "AmazonSQS." + operation)
            .build(),
        body);
  }

  private static byte[] bytes(SdkHttpRequest request, byte[] body) {
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.encodedPath()).append(" HTTP/1.1\r\n");
    request.forEachHeader(
        (name, values) ->
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
    var start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    var bytes = new byte[start.length + body.length];
    System.arraycopy(start, 0, bytes, 0, start.length);
    System.arraycopy(body, 0, bytes, start.length, body.length);
    return bytes;
  }
}
