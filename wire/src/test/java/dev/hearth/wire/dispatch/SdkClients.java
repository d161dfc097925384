package dev.hearth.wire.dispatch;

import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.model.IndexFile;
import dev.hearth.wire.model.ServiceModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// The SDK's own client of one service, in process with an [HttpHandler].
final class SdkClients {
  /// What uploads carry.
  static final String CONTENT = "content";

  private final Object client;

  private SdkClients(Object client) {
    this.client = client;
  }

  static SdkClients of(ServiceModel service, HttpHandler handler)
      throws ReflectiveOperationException {
    var builder = (SdkBuilder<?, ?>) clientClass(service).getMethod("builder").invoke(null);
    ((AwsClientBuilder<?, ?>) builder)
        .endpointOverride(URI.create("http://localhost"))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .region(Region.US_EAST_1)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)));
    ((SdkSyncClientBuilder<?, ?>) builder).httpClient(new Loopback(handler));
    if (builder instanceof S3ClientBuilder s3) {
      s3.forcePathStyle(true)
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }
    if (builder instanceof SqsClientBuilder sqs) {
      sqs.checksumValidationEnabled(false); // the samples' digests are not those of their messages
    }
    return new SdkClients(builder.build());
  }

  private static Class<?> clientClass(ServiceModel service) throws ClassNotFoundException {
    for (var columns : IndexFile.lines("services.tsv")) {
      if (columns[0].equals(service.name())) {
        return Class.forName(
            "software.amazon.awssdk.services." + service.name() + "." + columns[1] + "Client");
      }
    }
    throw new ClassNotFoundException(service.name());
  }

  /// Calls the operation that takes `request`.
  ///
  /// @throws RuntimeException as the client throws it
  SdkPojo call(SdkPojo request) throws ReflectiveOperationException {
    var method = method(request.getClass());
    try {
      return (SdkPojo)
          switch (method.getParameterCount()) {
            case 1 -> method.invoke(client, request);
            default ->
                method.getParameterTypes()[1] == RequestBody.class
                    ? method.invoke(client, request, RequestBody.fromString(CONTENT))
                    : ((software.amazon.awssdk.core.ResponseBytes<?>)
                            method.invoke(client, request, ResponseTransformer.toBytes()))
                        .response();
          };
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /// The method that takes a request of this class and whatever streams.
  private Method method(Class<?> request) throws NoSuchMethodException {
    return Arrays.stream(client.getClass().getInterfaces()[0].getMethods())
        .filter(method -> method.getParameterCount() > 0)
        .filter(method -> method.getParameterTypes()[0] == request)
        .filter(method -> !method.getName().endsWith("Paginator"))
        .filter(method -> method.getParameterCount() == 1 ? isPlain(method) : isStreaming(method))
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(request.getName()));
  }

  private static boolean isPlain(Method method) {
    return SdkPojo.class.isAssignableFrom(method.getReturnType());
  }

  private static boolean isStreaming(Method method) {
    var second = method.getParameterTypes()[1];
    return second == RequestBody.class || second == ResponseTransformer.class;
  }
}
