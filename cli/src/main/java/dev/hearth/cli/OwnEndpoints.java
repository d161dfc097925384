package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Calls what Hearth has and AWS has not: `/_hearth/…`, signed as the service `hearth`.
public final class OwnEndpoints {
  private final Connection connection;
  private final AwsCredentials credentials;
  private final SdkHttpClient http;

  OwnEndpoints(Connection connection, AwsCredentials credentials, SdkHttpClient http) {
    this.connection = connection;
    this.credentials = credentials;
    this.http = http;
  }

  /// @param path such as `/_hearth/sandboxes`, with its query
  /// @throws Failure where the answer is not 200
  public JsonNode get(String path) {
    return send(SdkHttpMethod.GET, path);
  }

  /// As [#get], for what changes something. There is no content: all input is in the query.
  public JsonNode post(String path) {
    return send(SdkHttpMethod.POST, path);
  }

  private JsonNode send(SdkHttpMethod method, String path) {
    URI uri = connection.endpoint().resolve(path);
    var request = SdkHttpRequest.builder().method(method).uri(uri).build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "hearth")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, connection.region()));
    try {
      var answer =
          http.prepareRequest(HttpExecuteRequest.builder().request(signed.request()).build())
              .call();
      var body = "";
      if (answer.responseBody().isPresent()) {
        try (var stream = answer.responseBody().get()) {
          body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      if (!answer.httpResponse().isSuccessful()) {
        var message = Json.parse(body).path("message").asText(body);
        throw new Failure("Hearth answered " + answer.httpResponse().statusCode() + ": " + message);
      }
      return Json.parse(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
