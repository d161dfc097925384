package dev.hearth.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Clients of the shared cloud that note which operations of Lambda were answered and which were
/// refused. They do not retry, so that a test sees each refusal.
final class LambdaApi implements AutoCloseable {
  private static final Pattern IMPLEMENTED = Pattern.compile("\\| `(\\w+)` \\| yes \\|");

  final LambdaClient lambda;
  final LambdaAsyncClient streaming;
  final IamClient iam;
  final CloudWatchLogsClient logs;
  final SqsClient sqs;
  private final Set<String> answered = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();

  LambdaApi(Cloud cloud) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()));
    lambda =
        client(LambdaClient.builder(), cloud, credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    streaming =
        client(LambdaAsyncClient.builder(), cloud, credentials)
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .build();
    iam =
        client(IamClient.builder(), cloud, credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sqs =
        client(SqsClient.builder(), cloud, credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    logs =
        client(CloudWatchLogsClient.builder(), cloud, credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  private <B extends AwsClientBuilder<B, ?>> B client(
      B builder, Cloud cloud, StaticCredentialsProvider credentials) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .overrideConfiguration(
            o -> o.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(new Notes()));
  }

  private final class Notes implements ExecutionInterceptor {
    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      answered.add(operation(attributes));
    }

    @Override
    public void onExecutionFailure(
        Context.FailedExecution context, ExecutionAttributes attributes) {
      if (context.exception() instanceof LambdaException) { // and not by the client itself
        refused.add(operation(attributes));
      }
    }

    private static String operation(ExecutionAttributes attributes) {
      return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }
  }

  /// Operations that have answered.
  Set<String> answered() {
    return answered;
  }

  /// Operations that have refused something with an error that Lambda's model knows.
  Set<String> refused() {
    return refused;
  }

  /// The operations that Hearth says it has, from the table of its documentation, which a test of
  /// the server's generates.
  static Set<String> implemented() throws IOException {
    var table = Files.readString(Path.of("..", "docs", "services", "lambda.md"));
    var names = new TreeSet<String>();
    IMPLEMENTED.matcher(table).results().forEach(row -> names.add(row.group(1)));
    return names;
  }

  @Override
  public void close() {
    lambda.close();
    streaming.close();
    iam.close();
    logs.close();
    sqs.close();
  }
}
