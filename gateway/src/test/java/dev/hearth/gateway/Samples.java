package dev.hearth.gateway;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.FunctionUrl.Cors;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// A URL, its callers and their requests.
final class Samples {
  static final AccountId OWNER = new AccountId("123456789012");
  static final Region REGION = new Region("eu-west-1");
  static final String ID = "abcdefghijklmnopqrstuvwxyz012345";
  static final String HOST = ID + ".lambda-url.eu-west-1.localhost:4566";
  static final Instant NOW = Instant.parse("2026-03-12T19:03:58.123Z");

  private Samples() {}

  static FunctionUrl url(FunctionUrlAuthType authType, @Nullable Cors cors) {
    return new FunctionUrl(
        ID,
        new FunctionReference(OWNER, REGION, "f", "live"),
        authType,
        InvokeMode.BUFFERED,
        cors,
        NOW,
        NOW);
  }

  static Cors cors(List<String> origins, @Nullable Boolean credentials) {
    return new Cors(
        credentials,
        List.of("x-custom", "content-type"),
        List.of("GET", "POST"),
        origins,
        List.of("x-seen"),
        300);
  }

  /// @param headers names and values beside `Host`
  static HttpRequest request(String method, String path, String query, String... headers) {
    var all = HttpHeaders.of(headers).toBuilder();
    if (!HttpHeaders.of(headers).contains("Host")) {
      all.set("Host", HOST);
    }
    return new HttpRequest(
        method,
        path,
        query,
        all.build(),
        InputStream.nullInputStream(),
        0,
        "203.0.113.9",
        URI.create("http://127.0.0.1:4566"));
  }

  static Call call(Caller caller) {
    return new Call(
        "00000000-0000-4000-8000-000000000000",
        "lambda",
        "InvokeFunctionUrl",
        REGION,
        caller,
        URI.create("http://127.0.0.1:4566"),
        "203.0.113.9",
        "agent",
        NOW);
  }

  static Caller user() {
    return new Caller(OWNER, "arn:aws:iam::123456789012:user/ann", "AIDAANN", "AKIAANN", Map.of());
  }
}
