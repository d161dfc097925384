package dev.hearth.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Makes a function be what a folder and some settings say, whether it existed or not.
///
/// @param name the function's name
/// @param folder its code
/// @param entry how the code is entered
/// @param environment its variables; null leaves them as they are
/// @param memoryMebibytes null leaves it as it is
/// @param timeout null leaves it as it is
/// @param role the execution role's ARN; null leaves it as it is, or means the default role
public record Deployment(
    String name,
    Path folder,
    Entry entry,
    @Nullable Map<String, String> environment,
    @Nullable Integer memoryMebibytes,
    @Nullable Duration timeout,
    @Nullable String role) {
  /// What was done.
  public enum Outcome {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  /// The function afterwards, active.
  public record Result(Outcome outcome, GetFunctionConfigurationResponse function) {}

  /// @throws Failure where the function does not become active
  public Result apply(AwsClients clients) {
    var archive = CodeArchive.of(folder);
    var lambda = clients.lambda();
    var before = existing(lambda);
    Outcome outcome;
    if (before == null) {
      create(clients, archive);
      clients.awaitActive(name);
      outcome = Outcome.CREATED;
    } else {
      boolean code = updateCode(clients, before, archive);
      boolean settings = updateSettings(clients, before);
      outcome = code || settings ? Outcome.UPDATED : Outcome.UNCHANGED;
    }
    return new Result(outcome, lambda.getFunctionConfiguration(r -> r.functionName(name)));
  }

  private @Nullable GetFunctionConfigurationResponse existing(LambdaClient lambda) {
    try {
      return lambda.getFunctionConfiguration(r -> r.functionName(name));
    } catch (ResourceNotFoundException _) {
      return null;
    }
  }

  private void create(AwsClients clients, CodeArchive archive) {
    var executionRole =
        role == null ? new ExecutionRole(clients.iam(), ExecutionRole.DEFAULT).arn() : role;
    clients
        .lambda()
        .createFunction(
            r ->
                r.functionName(name)
                    .runtime(entry.runtime())
                    .handler(entry.handler())
                    .role(executionRole)
                    .code(c -> c.zipFile(SdkBytes.fromByteArrayUnsafe(archive.bytes())))
                    .environment(variables())
                    .memorySize(memoryMebibytes)
                    .timeout(seconds()));
  }

  private boolean updateCode(
      AwsClients clients, GetFunctionConfigurationResponse before, CodeArchive archive) {
    if (archive.sha256().equals(before.codeSha256())) {
      return false;
    }
    clients
        .lambda()
        .updateFunctionCode(
            r -> r.functionName(name).zipFile(SdkBytes.fromByteArrayUnsafe(archive.bytes())));
    clients.awaitUpdated(name);
    return true;
  }

  private boolean updateSettings(AwsClients clients, GetFunctionConfigurationResponse before) {
    boolean same =
        entry.runtime().equals(before.runtimeAsString())
            && entry.handler().equals(before.handler())
            && (environment == null
                || environment.equals(
                    before.environment() == null ? Map.of() : before.environment().variables()))
            && (memoryMebibytes == null || memoryMebibytes.equals(before.memorySize()))
            && (seconds() == null || before.timeout().equals(seconds()))
            && (role == null || role.equals(before.role()));
    if (same) {
      return false;
    }
    clients
        .lambda()
        .updateFunctionConfiguration(
            r ->
                r.functionName(name)
                    .runtime(entry.runtime())
                    .handler(entry.handler())
                    .role(role)
                    .environment(variables())
                    .memorySize(memoryMebibytes)
                    .timeout(seconds()));
    clients.awaitUpdated(name);
    return true;
  }

  private @Nullable Environment variables() {
    return environment == null ? null : Environment.builder().variables(environment).build();
  }

  private @Nullable Integer seconds() {
    return timeout == null ? null : Math.toIntExact(timeout.toSeconds());
  }
}
