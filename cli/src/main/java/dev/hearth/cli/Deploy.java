package dev.hearth.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/// `hearth deploy`: create or update a function from a folder.
@Command(
    name = "deploy",
    description = {
      "Create or update a function from a folder, and wait until it is active.",
      "Runtime and handler are found in the folder where that is unambiguous.",
      "",
      "  hearth deploy examples/hello-python --memory 256 --env STAGE=test"
    })
final class Deploy extends RemoteCommand {
  @Parameters(paramLabel = "DIR", description = "The folder that becomes /var/task.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The function's name (default: the folder's).")
  private @Nullable String name;

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      description = "Such as " + Entry.PYTHON + ", " + Entry.NODE + ", " + Entry.NATIVE + ".")
  private @Nullable String runtime;

  @Option(
      names = "--handler",
      paramLabel = "HANDLER",
      description = "Such as app.lambda_handler, index.handler.")
  private @Nullable String handler;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "A variable; again for each. All others are removed.")
  private @Nullable Map<String, String> environment;

  @Option(names = "--memory", paramLabel = "MIB", description = "128 to 10240 (default: 128).")
  private @Nullable Integer memory;

  @Option(names = "--timeout", paramLabel = "SPAN", description = "1s to 15m (default: 3s).")
  private @Nullable String timeout;

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "Execution role (default: " + ExecutionRole.DEFAULT + ", made when missing).")
  private @Nullable String role;

  Deploy(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("There is no folder " + folder + ".");
    }
    var deployment =
        new Deployment(
            name == null ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : name,
            folder,
            Entry.of(folder, runtime, handler),
            environment,
            memory,
            timeout == null ? null : seconds(timeout),
            role);
    var result = deployment.apply(clients);
    print(result);
    return "Active".equals(result.function().stateAsString()) ? DONE : FAILED;
  }

  // A bare number is seconds, as the AWS CLI has it.
  private static Duration seconds(String text) {
    return text.chars().allMatch(Character::isDigit) && !text.isEmpty() && text.length() < 7
        ? Duration.ofSeconds(Long.parseLong(text))
        : Spans.parse(text);
  }

  private void print(Deployment.Result result) {
    var function = result.function();
    var fields = fields(function);
    if (json) {
      fields.put("outcome", result.outcome().name());
      terminal.out().println(Json.of(fields));
      return;
    }
    var style = terminal.style();
    var did =
        switch (result.outcome()) {
          case CREATED -> "created";
          case UPDATED -> "updated";
          case UNCHANGED -> "unchanged";
        };
    terminal.out().println(style.good("✓ ") + style.bold(function.functionName()) + " " + did);
    fields.forEach(
        (field, value) ->
            terminal.out().println("  " + style.dim(String.format("%-9s", field)) + value));
    terminal
        .err()
        .println(
            terminal
                .errorStyle()
                .dim("  next: " + terminal.hearth() + " invoke " + function.functionName()));
  }

  private static Map<String, Object> fields(GetFunctionConfigurationResponse function) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("arn", function.functionArn());
    fields.put("runtime", function.runtimeAsString());
    fields.put("handler", function.handler());
    fields.put("memory", function.memorySize() + " MiB");
    fields.put("timeout", function.timeout() + " s");
    fields.put("code", function.codeSize() + " bytes");
    fields.put("state", function.stateAsString());
    if (function.stateReason() != null) {
      fields.put("reason", function.stateReason());
    }
    return fields;
  }
}
