package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionUrl;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;

/// Function URLs as Lambda's API has them.
final class UrlConfigs {
  private static final FunctionUrl.Cors NOTHING =
      new FunctionUrl.Cors(null, List.of(), List.of(), List.of(), List.of(), null);

  private UrlConfigs() {}

  /// @param endpoint how the client reached Hearth; the URL leads there the same way
  static FunctionUrlConfig show(FunctionUrl url, URI endpoint) {
    var scheme = Objects.requireNonNullElse(endpoint.getScheme(), "http");
    var port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    return FunctionUrlConfig.builder()
        .functionUrl(scheme + "://" + url.hostPrefix() + ".localhost" + port + "/")
        .functionArn(url.function().arn())
        .authType(url.authType())
        .invokeMode(url.invokeMode())
        .cors(show(url.cors()))
        .creationTime(url.created().toString())
        .lastModifiedTime(url.lastModified().toString())
        .build();
  }

  private static @Nullable Cors show(FunctionUrl.@Nullable Cors cors) {
    if (cors == null) {
      return null;
    }
    var shown =
        Cors.builder().allowCredentials(cors.allowCredentials()).maxAge(cors.maxAgeSeconds());
    if (!cors.allowHeaders().isEmpty()) {
      shown.allowHeaders(cors.allowHeaders());
    }
    if (!cors.allowMethods().isEmpty()) {
      shown.allowMethods(cors.allowMethods());
    }
    if (!cors.allowOrigins().isEmpty()) {
      shown.allowOrigins(cors.allowOrigins());
    }
    if (!cors.exposeHeaders().isEmpty()) {
      shown.exposeHeaders(cors.exposeHeaders());
    }
    return shown.build();
  }

  /// What a request asks for; null where that is nothing. The model's limits hold already.
  static FunctionUrl.@Nullable Cors cors(@Nullable Cors input) {
    if (input == null) {
      return null;
    }
    var cors =
        new FunctionUrl.Cors(
            input.allowCredentials(),
            input.allowHeaders(),
            input.allowMethods(),
            input.allowOrigins(),
            input.exposeHeaders(),
            input.maxAge());
    return cors.equals(NOTHING) ? null : cors;
  }
}
