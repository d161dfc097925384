package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.api.Permissions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/// What the operations on one function URL have in common: whose it is, and who may touch it.
final class UrlAccess {
  private static final String AUTH_TYPE = "lambda:FunctionUrlAuthType";

  private final UrlStore urls;
  private final Permissions permissions;

  UrlAccess(UrlStore urls, Permissions permissions) {
    this.urls = urls;
    this.permissions = permissions;
  }

  /// The function or alias that a request means; `$LATEST` is the function itself.
  static FunctionReference reference(Call call, String functionName, @Nullable String qualifier) {
    var reference = FunctionReference.of(call, functionName, qualifier);
    return reference.effectiveQualifier().equals(FunctionReference.LATEST)
        ? reference.unqualified()
        : reference;
  }

  /// @param asked the auth type that the request brings; null where it means the URL's own
  Access of(String action, FunctionReference function, @Nullable FunctionUrlAuthType asked) {
    var type = asked != null ? asked : urls.find(function).map(FunctionUrl::authType).orElse(null);
    return permissions.on(
        action, function, type == null ? Map.of() : Map.of(AUTH_TYPE, List.of(type.toString())));
  }
}
