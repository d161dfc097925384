package dev.hearth.compatibility;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkAsyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// AWS's SDK for Java for any operation of any service that it knows, by its request alone. It does
/// not retry.
final class AnyClient implements AutoCloseable {
  private static final long LONGEST_SECONDS = 20;

  private final URI endpoint;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final SdkAsyncHttpClient streaming = NettyNioAsyncHttpClient.create();
  private final Map<String, Object> clients = new HashMap<>();

  AnyClient(URI endpoint, AwsCredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /// Returns when it was answered, or when an event stream has begun.
  ///
  /// @throws RuntimeException as the client throws it
  void call(SdkPojo request) throws Exception {
    var method = method(client(request, "Client"), request.getClass());
    if (method == null) {
      stream(request);
      return;
    }
    try {
      var client = client(request, "Client");
      switch (method.getParameterCount()) {
        case 1 -> method.invoke(client, request);
        default ->
            method.invoke(
                client,
                request,
                method.getParameterTypes()[1] == RequestBody.class
                    ? RequestBody.fromString("content")
                    : ResponseTransformer.toBytes());
      }
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
    }
  }

  private void stream(SdkPojo request) throws Exception {
    var client = client(request, "AsyncClient");
    var begun = new CompletableFuture<Object>();
    InvocationHandler handler =
        (_, called, arguments) -> {
          if (called.getName().equals("responseReceived")) {
            begun.complete(arguments[0]);
          }
          return null;
        };
    for (var method : client.getClass().getInterfaces()[0].getMethods()) {
      var types = method.getParameterTypes();
      if (types.length == 2
          && types[0] == request.getClass()
          && EventStreamResponseHandler.class.isAssignableFrom(types[1])) {
        var proxy =
            Proxy.newProxyInstance(types[1].getClassLoader(), new Class<?>[] {types[1]}, handler);
        var ended = (CompletableFuture<?>) method.invoke(client, request, proxy);
        await(CompletableFuture.anyOf(begun, Objects.requireNonNull(ended)));
        return;
      }
    }
    throw new NoSuchMethodException(request.getClass().getName());
  }

  private static void await(CompletableFuture<?> future)
      throws InterruptedException, TimeoutException {
    try {
      future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException refusal
          ? refusal
          : new IllegalStateException(e);
    }
  }

  /// The method that takes a request of this class and whatever streams; null where only a client
  /// for streams of events has it.
  private static @Nullable Method method(Object client, Class<?> request) {
    return Arrays.stream(client.getClass().getInterfaces()[0].getMethods())
        .filter(method -> method.getParameterCount() > 0)
        .filter(method -> method.getParameterTypes()[0] == request)
        .filter(method -> !method.getName().endsWith("Paginator"))
        .filter(method -> method.getParameterCount() == 1 ? isPlain(method) : isStreaming(method))
        .findFirst()
        .orElse(null);
  }

  private static boolean isPlain(Method method) {
    return SdkPojo.class.isAssignableFrom(method.getReturnType());
  }

  private static boolean isStreaming(Method method) {
    var second = method.getParameterTypes()[1];
    return method.getParameterCount() == 2
        && (second == RequestBody.class || second == ResponseTransformer.class);
  }

  /// The client of the service that a request is of. All requests of `IamClient` are `IamRequest`s.
  private Object client(SdkPojo request, String kind) throws ReflectiveOperationException {
    var family = Objects.requireNonNull(request.getClass().getSuperclass()).getSimpleName();
    var folder = request.getClass().getPackageName().replaceFirst("\\.model$", "");
    var name = folder + "." + family.substring(0, family.length() - "Request".length()) + kind;
    var known = clients.get(name);
    if (known == null) {
      known = make(Class.forName(name));
      clients.put(name, known);
    }
    return known;
  }

  private Object make(Class<?> client) throws ReflectiveOperationException {
    var builder = (SdkBuilder<?, ?>) client.getMethod("builder").invoke(null);
    ((AwsClientBuilder<?, ?>) builder)
        .endpointOverride(endpoint)
        .credentialsProvider(credentials)
        .region(Region.US_EAST_1)
        .overrideConfiguration(
            c ->
                c.retryStrategy(r -> r.maxAttempts(1))
                    // There is one host, which has no `streaming-` before it.
                    .putAdvancedOption(
                        SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true));
    switch (builder) {
      case SdkSyncClientBuilder<?, ?> plain -> plain.httpClient(http);
      case SdkAsyncClientBuilder<?, ?> events -> events.httpClient(streaming);
      default -> throw new IllegalArgumentException(client.getName());
    }
    return builder.build();
  }

  @Override
  public void close() {
    clients.values().forEach(client -> ((SdkAutoCloseable) client).close());
    http.close();
    streaming.close();
  }
}
