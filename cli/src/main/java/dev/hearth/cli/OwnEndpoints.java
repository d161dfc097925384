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

  /// @param path such as `/_hearth/sandboxes`
  /// @throws Failure where the answer is not 200
  public JsonNode get(String path) {
    URI uri = connection.endpoint().resolve(path);
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
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
        throw new Failure(
            "Hearth answered " + answer.httpResponse().statusCode() + " to " + path + ": " + body);
      }
      return Json.parse(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
