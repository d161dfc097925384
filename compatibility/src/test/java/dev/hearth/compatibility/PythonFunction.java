package dev.hearth.compatibility;

import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// A Python function of a test's own, and the SDK client that made it.
final class PythonFunction implements AutoCloseable {
  private final String name = "python-" + UUID.randomUUID();
  private final LambdaClient lambda;
  private final String role;

  PythonFunction(Cloud cloud) {
    this(cloud.endpoint(), cloud.accessKeyId(), cloud.secretAccessKey());
  }

  PythonFunction(URI endpoint, String accessKeyId, String secret) {
    lambda = client(endpoint, accessKeyId, secret);
    try (var iam =
        IamClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials(accessKeyId, secret))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      role =
          iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
              .role()
              .arn();
    }
  }

  static LambdaClient client(URI endpoint, String accessKeyId, String secret) {
    return LambdaClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(accessKeyId, secret))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static StaticCredentialsProvider credentials(String accessKeyId, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret));
  }

  String name() {
    return name;
  }

  LambdaClient lambda() {
    return lambda;
  }

  /// A request for this function, whose handler runs `body`.
  CreateFunctionRequest.Builder creation(String body) {
    return CreateFunctionRequest.builder()
        .functionName(name)
        .runtime(Runtime.PYTHON3_12)
        .handler("app.handler")
        .role(role)
        .code(code -> code.zipFile(zip(body)));
  }

  /// Makes the function and publishes version 1.
  void create(String body) {
    lambda.createFunction(creation(body).publish(true).build());
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    lambda.waiter().waitUntilPublishedVersionActive(r -> r.functionName(name).qualifier("1"));
  }

  /// Gives it another body and publishes that.
  ///
  /// @return the version's number
  String publish(String body) {
    lambda.updateFunctionCode(r -> r.functionName(name).zipFile(zip(body)));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    return lambda.publishVersion(r -> r.functionName(name)).version();
  }

  InvokeResponse invoke(String qualifier) {
    return lambda.invoke(r -> r.functionName(name).qualifier(qualifier));
  }

  static SdkBytes zip(String body) {
    return SdkBytes.fromByteArray(
        CodeZip.of("app.py", "def handler(event, context):\n    " + body + "\n"));
  }

  @Override
  public void close() {
    lambda.close();
  }
}
