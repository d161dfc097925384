package dev.hearth.functions.events;

import dev.hearth.functions.FunctionReference;
import dev.hearth.wire.Call;
import org.jspecify.annotations.Nullable;

/// Reads which function, version or alias a request configures.
final class Configured {
  private Configured() {}

  /// With a qualifier always: what names none means `$LATEST`.
  static FunctionReference of(Call call, String functionName, @Nullable String qualifier) {
    var function = FunctionReference.of(call, functionName, qualifier);
    return new FunctionReference(
        function.account(), function.region(), function.name(), function.effectiveQualifier());
  }
}
