package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a handler learns of its invocation. Source: AWS Lambda Developer Guide, "Using the Lambda
/// context object to retrieve Java function information".
final class InvocationContext implements Context {
  private final Map<String, String> headers;
  private final Map<String, String> environment;
  private final LambdaLogger logger;

  /// @param headers of the event, by names in lower case
  /// @param environment the function's
  InvocationContext(
      Map<String, String> headers, Map<String, String> environment, LambdaLogger logger) {
    this.headers = headers;
    this.environment = environment;
    this.logger = logger;
  }

  @Override
  public String getAwsRequestId() {
    return header("aws-request-id");
  }

  @Override
  public String getLogGroupName() {
    return variable("AWS_LAMBDA_LOG_GROUP_NAME");
  }

  @Override
  public String getLogStreamName() {
    return variable("AWS_LAMBDA_LOG_STREAM_NAME");
  }

  @Override
  public String getFunctionName() {
    return variable("AWS_LAMBDA_FUNCTION_NAME");
  }

  @Override
  public String getFunctionVersion() {
    return variable("AWS_LAMBDA_FUNCTION_VERSION");
  }

  @Override
  public String getInvokedFunctionArn() {
    return header("invoked-function-arn");
  }

  @Override
  public CognitoIdentity getIdentity() {
    return new CallerIdentity(document("cognito-identity"));
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    var document = document("client-context");
    return document == null ? null : new CallerContext(document);
  }

  @Override
  public int getRemainingTimeInMillis() {
    long left = Long.parseLong(header("deadline-ms")) - System.currentTimeMillis();
    return (int) Math.max(0, left);
  }

  @Override
  public int getMemoryLimitInMB() {
    return Integer.parseInt(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }

  @Override
  public @Nullable String getTenantId() {
    return headers.get("lambda-runtime-aws-tenant-id");
  }

  @Override
  public @Nullable String getXrayTraceId() {
    return headers.get("lambda-runtime-trace-id");
  }

  private String header(String name) {
    return headers.getOrDefault("lambda-runtime-" + name, "");
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private @Nullable Map<String, @Nullable Object> document(String name) {
    var text = header(name);
    // The head of a request was read byte by byte.
    return text.isEmpty()
        ? null
        : Json.map(new String(text.getBytes(ISO_8859_1), UTF_8).getBytes(UTF_8));
  }
}
