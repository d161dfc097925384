package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/// The folders of `examples/`: each is deployed and called, first cold and then warm.
final class Examples {
  static final List<String> NAMES =
      List.of(
          "hello-python", "hello-node", "hello-java", "hello-custom", "hello-wasm", "calls-hearth");

  private static final int WARM_CALLS = 50;
  private static final Pattern MEMORY = Pattern.compile("Max Memory Used: (\\d+ MB)");
  private static final String POLICY = "policy.json";

  /// What one example did.
  ///
  /// @param runtime as the function asks for it
  /// @param coldNanoseconds the first call, from the client's side
  /// @param warmNanoseconds the median of the calls after it
  /// @param memory at most, by the platform's report
  /// @param log lines of the first call
  record Seen(
      String name,
      String runtime,
      boolean succeeded,
      String answer,
      long coldNanoseconds,
      long warmNanoseconds,
      String memory,
      List<String> log) {}

  private record Timed(InvokeResponse response, long nanoseconds) {}

  private final AwsClients clients;
  private final Path folder;

  Examples(AwsClients clients, Path folder) {
    this.clients = clients;
    this.folder = folder;
  }

  Seen run(String name) {
    var function = deploy(name);
    // The client's own first use of the SDK is no part of a cold start.
    clients.lambda().invoke(r -> r.functionName(name).invocationType(InvocationType.DRY_RUN));
    var cold = call(name);
    var warm = new long[WARM_CALLS];
    for (int i = 0; i < warm.length; i++) {
      warm[i] = call(name).nanoseconds;
    }
    Arrays.sort(warm);
    var log = log(cold.response);
    var memory = MEMORY.matcher(log);
    return new Seen(
        name,
        function.function().runtimeAsString(),
        cold.response.functionError() == null,
        cold.response.payload().asUtf8String(),
        cold.nanoseconds,
        warm[warm.length / 2],
        memory.find() ? memory.group(1) : "-",
        log.lines().map(String::stripTrailing).toList());
  }

  private Deployment.Result deploy(String name) {
    var source = folder.resolve(name);
    return new Deployment(
            name,
            source,
            Entry.of(source, null, null),
            null,
            512,
            Duration.ofSeconds(30),
            Files.exists(source.resolve(POLICY)) ? role(name) : null)
        .apply(clients);
  }

  /// An execution role that may do what the example's policy says.
  private String role(String name) {
    var policy = read(folder.resolve(name).resolve(POLICY));
    var role = new ExecutionRole(clients.iam(), "hearth-example-" + name).arn();
    clients
        .iam()
        .putRolePolicy(
            r -> r.roleName("hearth-example-" + name).policyName(name).policyDocument(policy));
    return role;
  }

  private Timed call(String name) {
    var event = SdkBytes.fromUtf8String("{}");
    var response =
        clients.lambda().invoke(r -> r.functionName(name).logType(LogType.TAIL).payload(event));
    return new Timed(response, clients.lastRoundTripNanoseconds());
  }

  private static String log(InvokeResponse response) {
    @Nullable String encoded = response.logResult();
    return encoded == null
        ? ""
        : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
