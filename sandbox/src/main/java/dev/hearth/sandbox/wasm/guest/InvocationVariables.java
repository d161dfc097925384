package dev.hearth.sandbox.wasm.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What other runtimes are told of an invocation in headers, as environment variables: a module has
/// an environment for each invocation.
///
/// @param deadlineMillis since 1970
public record InvocationVariables(
    String requestId,
    String functionArn,
    String deadlineMillis,
    @Nullable String traceId,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    @Nullable String tenantId) {

  /// By their names.
  public Map<String, String> toMap() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_LAMBDA_REQUEST_ID", requestId);
    variables.put("AWS_LAMBDA_INVOKED_FUNCTION_ARN", functionArn);
    variables.put("AWS_LAMBDA_DEADLINE_MS", deadlineMillis);
    put(variables, "_X_AMZN_TRACE_ID", traceId);
    put(variables, "AWS_LAMBDA_CLIENT_CONTEXT", clientContext);
    put(variables, "AWS_LAMBDA_COGNITO_IDENTITY", cognitoIdentity);
    put(variables, "AWS_LAMBDA_TENANT_ID", tenantId);
    return variables;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
