package dev.hearth.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS SDK's clients for one Hearth, each made when first asked for: loading one costs a tenth
/// of a second that most commands need once and some not at all.
public final class AwsClients implements AutoCloseable {
  // Longer than a function may run, 900 s; shorter limits would cut off a synchronous invocation.
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(930);

  // Hearth is ready in milliseconds; the SDK's own waiters look once a second.
  private static final WaiterOverrideConfiguration PATIENCE =
      WaiterOverrideConfiguration.builder()
          .maxAttempts(2_400)
          .waitTimeout(Duration.ofMinutes(2))
          .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(50)))
          .build();

  private final Connection connection;
  private final SdkHttpClient http;
  private final RoundTrip roundTrip = new RoundTrip();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private @Nullable LambdaClient lambda;
  private @Nullable IamClient iam;
  private @Nullable CloudWatchLogsClient logs;
  private @Nullable SnsClient sns;
  private @Nullable SqsClient sqs;

  public AwsClients(Connection connection) {
    this.connection = connection;
    http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(LONGEST_ANSWER)
            .build();
  }

  public Connection connection() {
    return connection;
  }

  public LambdaClient lambda() {
    var client = lambda;
    if (client == null) {
      lambda = client = configure(LambdaClient.builder()).build();
      open.push(client);
    }
    return client;
  }

  public IamClient iam() {
    var client = iam;
    if (client == null) {
      iam = client = configure(IamClient.builder()).build();
      open.push(client);
    }
    return client;
  }

  public CloudWatchLogsClient logs() {
    var client = logs;
    if (client == null) {
      logs = client = configure(CloudWatchLogsClient.builder()).build();
      open.push(client);
    }
    return client;
  }

  public SnsClient sns() {
    var client = sns;
    if (client == null) {
      sns = client = configure(SnsClient.builder()).build();
      open.push(client);
    }
    return client;
  }

  public SqsClient sqs() {
    var client = sqs;
    if (client == null) {
      sqs = client = configure(SqsClient.builder()).build();
      open.push(client);
    }
    return client;
  }

  /// Waits until a new function can be called.
  public void awaitActive(String function) {
    var request = GetFunctionRequest.builder().functionName(function).build();
    lambda().waiter().waitUntilFunctionActiveV2(request, PATIENCE);
  }

  /// Waits until what was changed of a function holds.
  public void awaitUpdated(String function) {
    var request = GetFunctionConfigurationRequest.builder().functionName(function).build();
    lambda().waiter().waitUntilFunctionUpdated(request, PATIENCE);
  }

  /// How long the last answer took; for one thread at a time.
  long lastRoundTripNanoseconds() {
    return roundTrip.nanoseconds();
  }

  /// Hearth's own endpoints, those that AWS does not have.
  public OwnEndpoints own() {
    return new OwnEndpoints(connection, credentials(), http);
  }

  private AwsCredentials credentials() {
    var token = connection.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey())
        : AwsSessionCredentials.create(
            connection.accessKeyId(), connection.secretAccessKey(), token);
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
    return builder
        .endpointOverride(connection.endpoint())
        .region(Region.of(connection.region()))
        .credentialsProvider(StaticCredentialsProvider.create(credentials()))
        .httpClient(http)
        // No retries: a user who waits is told what happened, and no function runs twice.
        // No profile: ~/.aws is about the real AWS.
        .overrideConfiguration(
            o ->
                o.addExecutionInterceptor(roundTrip)
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .defaultProfileFile(ProfileFile.aggregator().build())
                    .defaultProfileName("hearth"));
  }

  @Override
  public void close() {
    open.forEach(AwsClients::closeQuietly);
    http.close();
  }

  private static void closeQuietly(AutoCloseable client) {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException(e); // SDK clients' close throws nothing that is checked
    }
  }
}
