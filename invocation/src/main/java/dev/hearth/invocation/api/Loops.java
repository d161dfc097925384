package dev.hearth.invocation.api;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Lineage;
import dev.hearth.kernel.ServiceException;

/// Stops functions that call themselves in a loop, as far as the trace header tells.
final class Loops {
  private final AsyncSettings.Source settings;

  Loops(AsyncSettings.Source settings) {
    this.settings = settings;
  }

  /// The trace header that the function is run with.
  ///
  /// @param traceId the one that it was called with
  /// @throws ServiceException `RecursiveInvocationException` where it was entered too often
  String enter(FunctionReference function, String traceId) {
    if (Lineage.isLoop(traceId, function.functionArn()) && settings.of(function).endsLoops()) {
      throw new ServiceException(
              "RecursiveInvocationException",
              400,
              "Lambda has detected your function being invoked in a recursive loop with other AWS"
                  + " resources and stopped your function's invocation.")
          .with("Type", "User");
    }
    return Lineage.entered(traceId, function.functionArn());
  }
}
