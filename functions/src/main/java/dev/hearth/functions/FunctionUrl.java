package dev.hearth.functions;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// A function's address for HTTP clients.
///
/// @param id 32 of `a-z0-9`; the first label of the host name
/// @param function what it invokes: an alias, or `$LATEST` where there is no qualifier
/// @param cors null where the function answers cross-origin requests itself
public record FunctionUrl(
    String id,
    FunctionReference function,
    FunctionUrlAuthType authType,
    InvokeMode invokeMode,
    @Nullable Cors cors,
    Instant created,
    Instant lastModified) {

  /// Which origins may use it. Source: "Cors" in the Lambda API reference.
  ///
  /// @param allowCredentials null where it was not said, which is as good as false
  /// @param allowHeaders empty for none, as are the other lists; `*` for all
  /// @param maxAgeSeconds how long a browser may remember; null where it was not said
  public record Cors(
      @Nullable Boolean allowCredentials,
      List<String> allowHeaders,
      List<String> allowMethods,
      List<String> allowOrigins,
      List<String> exposeHeaders,
      @Nullable Integer maxAgeSeconds) {
    public Cors {
      allowHeaders = List.copyOf(allowHeaders);
      allowMethods = List.copyOf(allowMethods);
      allowOrigins = List.copyOf(allowOrigins);
      exposeHeaders = List.copyOf(exposeHeaders);
    }
  }

  /// The host name's labels in front of the base domain, such as `4gh…x2.lambda-url.us-east-1`.
  public String hostPrefix() {
    return id + ".lambda-url." + function.region();
  }
}
