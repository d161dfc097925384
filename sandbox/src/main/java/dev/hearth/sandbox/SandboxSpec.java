package dev.hearth.sandbox;

import dev.hearth.sandbox.rules.EgressList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a sandbox must know to run one version of one function.
///
/// @param functionArn the qualified ARN of the version, for `Lambda-Runtime-Invoked-Function-Arn`
///   where an invocation names no other
/// @param functionName for the log's stream and `AWS_LAMBDA_FUNCTION_NAME`
/// @param version `$LATEST` or a number
/// @param runtime the identifier that the function asks for, such as `python3.12`
/// @param handler such as `app.handler`
/// @param code the unpacked, read-only folder that becomes `/var/task`
/// @param layers unpacked, read-only folders merged into `/opt`, later ones over earlier ones
/// @param environment the function's variables and its credentials; never logged
/// @param memoryMebibytes 128 to 10 240; the CPU share follows from it, 1 769 MiB being one vCPU
/// @param temporaryMebibytes size of `/tmp`, 512 to 10 240
/// @param timeout the longest single run
/// @param logStream the CloudWatch Logs stream that this sandbox writes to
/// @param initializationType `AWS_LAMBDA_INITIALIZATION_TYPE`: `on-demand`,
///   `provisioned-concurrency` or `snap-start`
/// @param image what it runs instead of a runtime, its code and layers; null for functions in zip
///   packages
/// @param credentials what its SDK asks for again and again, in place of variables, for a function
///   that is copied; null where `environment` has them
/// @param egress what it may connect to; asked for each connection, from any thread
public record SandboxSpec(
    String functionArn,
    String functionName,
    String version,
    String runtime,
    String handler,
    Path code,
    List<Path> layers,
    Map<String, String> environment,
    int memoryMebibytes,
    int temporaryMebibytes,
    Duration timeout,
    String logStream,
    String initializationType,
    @Nullable ContainerImage image,
    SessionCredentials.@Nullable Source credentials,
    EgressList.Source egress) {
  /// The runtime of WebAssembly modules.
  public static final String WASM = "wasm";

  /// Initialised when an invocation needs it.
  public static final String ON_DEMAND = "on-demand";

  /// Initialised ahead, for whichever invocation comes.
  public static final String PROVISIONED = "provisioned-concurrency";

  /// Initialised once, and copied for each sandbox.
  public static final String SNAP_START = "snap-start";

  /// One that reaches all that its node lets functions reach.
  public SandboxSpec(
      String functionArn,
      String functionName,
      String version,
      String runtime,
      String handler,
      Path code,
      List<Path> layers,
      Map<String, String> environment,
      int memoryMebibytes,
      int temporaryMebibytes,
      Duration timeout,
      String logStream,
      String initializationType,
      @Nullable ContainerImage image,
      SessionCredentials.@Nullable Source credentials) {
    this(
        functionArn,
        functionName,
        version,
        runtime,
        handler,
        code,
        layers,
        environment,
        memoryMebibytes,
        temporaryMebibytes,
        timeout,
        logStream,
        initializationType,
        image,
        credentials,
        EgressList.Source.NONE);
  }

  /// A sandbox of a zip package that is made on demand.
  public SandboxSpec(
      String functionArn,
      String functionName,
      String version,
      String runtime,
      String handler,
      Path code,
      List<Path> layers,
      Map<String, String> environment,
      int memoryMebibytes,
      int temporaryMebibytes,
      Duration timeout,
      String logStream) {
    this(
        functionArn,
        functionName,
        version,
        runtime,
        handler,
        code,
        layers,
        environment,
        memoryMebibytes,
        temporaryMebibytes,
        timeout,
        logStream,
        ON_DEMAND,
        null,
        null,
        EgressList.Source.NONE);
  }

  /// Whether it runs a WebAssembly module.
  public boolean isModule() {
    return image == null && runtime.equals(WASM);
  }

  @Override
  public String toString() {
    return "SandboxSpec[" + functionArn + "]"; // the environment holds secrets
  }
}
