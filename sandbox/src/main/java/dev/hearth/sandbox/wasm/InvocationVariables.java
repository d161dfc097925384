package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.Invocation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What other runtimes are told of an invocation in headers, as environment variables: a module has
/// an environment for each invocation.
final class InvocationVariables {
  private InvocationVariables() {}

  static Map<String, String> of(Invocation invocation, Instant deadline) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_LAMBDA_REQUEST_ID", invocation.requestId());
    variables.put("AWS_LAMBDA_INVOKED_FUNCTION_ARN", invocation.functionArn());
    variables.put("AWS_LAMBDA_DEADLINE_MS", Long.toString(deadline.toEpochMilli()));
    put(variables, "_X_AMZN_TRACE_ID", invocation.traceId());
    put(variables, "AWS_LAMBDA_CLIENT_CONTEXT", invocation.clientContext());
    put(variables, "AWS_LAMBDA_COGNITO_IDENTITY", invocation.cognitoIdentity());
    put(variables, "AWS_LAMBDA_TENANT_ID", invocation.tenantId());
    return variables;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
