package dev.hearth.compatibility;

import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// A function of the shared cloud whose whole Python module a test writes, and an SDK client that
/// does not retry, so that the test sees each refusal.
final class PythonModule implements AutoCloseable {
  final String name = "python-" + UUID.randomUUID();
  final LambdaClient lambda;
  private final IamClient iam;

  /// Makes it, and waits until it is active.
  PythonModule(Cloud cloud, String source) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()));
    lambda =
        LambdaClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
    create(source);
  }

  /// Makes it anew where it was deleted.
  void create(String source) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(Runtime.PYTHON3_13)
                .handler("app.handler")
                .role(iam.getRole(role -> role.roleName(name)).role().arn())
                .timeout(20)
                .code(c -> c.zipFile(zip(source))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  /// Gives it other code, and waits until that is in use.
  void update(String source) {
    lambda.updateFunctionCode(r -> r.functionName(name).zipFile(zip(source)));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
  }

  /// Publishes what is in `$LATEST`.
  ///
  /// @return the version's number
  String publish() {
    return lambda.publishVersion(r -> r.functionName(name)).version();
  }

  /// @param qualifier `$LATEST`, a version or an alias
  InvokeResponse invoke(String qualifier, String event) {
    return lambda.invoke(
        r -> r.functionName(name).qualifier(qualifier).payload(SdkBytes.fromUtf8String(event)));
  }

  /// What a run on `$LATEST` answers.
  String answer(String event) {
    return invoke("$LATEST", event).payload().asUtf8String();
  }

  private static SdkBytes zip(String source) {
    return SdkBytes.fromByteArray(CodeZip.of("app.py", source));
  }

  @Override
  public void close() {
    lambda.close();
    iam.close();
  }
}
