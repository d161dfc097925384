package dev.hearth.sandbox.contract;

import java.util.Map;

/// What an extension learns of the function when it registers.
///
/// @param account its owner's
record FunctionFacts(String name, String version, String handler, String account) {
  static final FunctionFacts NONE = new FunctionFacts("", "", "", "");

  /// @param environment the function's
  static FunctionFacts of(Map<String, String> environment, String functionArn) {
    var parts = functionArn.split(":", -1); // arn:aws:lambda:region:account:function:…
    return new FunctionFacts(
        environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", ""),
        environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", ""),
        environment.getOrDefault("_HANDLER", ""),
        parts.length > 4 ? parts[4] : "");
  }
}
