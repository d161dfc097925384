package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Call;

/// Reads the names of operations that can mean `$LATEST` only.
public final class Latest {
  private Latest() {}

  /// The function, without a qualifier.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` for a version's or
  ///   an alias's name
  public static FunctionReference of(Call call, String functionName) {
    var reference = FunctionReference.of(call, functionName, null);
    if (!reference.effectiveQualifier().equals(FunctionReference.LATEST)) {
      throw Refusals.onlyLatest();
    }
    return reference.unqualified();
  }
}
