package dev.hearth.cli.check.deployed;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Failure;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.DeployedFunction;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Reads a function's configuration, policy, use and package.
final class FunctionReader {
  /// Services that invoke functions asynchronously. Source: AWS Lambda Developer Guide, "Invoking
  /// Lambda with events from other AWS services".
  private static final Set<String> ASYNCHRONOUS =
      Set.of(
          "s3.amazonaws.com",
          "sns.amazonaws.com",
          "events.amazonaws.com",
          "scheduler.amazonaws.com",
          "ses.amazonaws.com",
          "config.amazonaws.com",
          "cloudformation.amazonaws.com",
          "codecommit.amazonaws.com",
          "iot.amazonaws.com",
          "logs.amazonaws.com");

  private final AwsClients clients;
  private final InstantSource clock;
  private final Consumer<Subject> subjects;

  FunctionReader(AwsClients clients, InstantSource clock, Consumer<Subject> subjects) {
    this.clients = clients;
    this.clock = clock;
    this.subjects = subjects;
  }

  /// @param deadLetters is given the ARNs of its dead-letter target and on-failure destinations
  /// @return its libraries
  List<Component> read(GetFunctionResponse function, Collection<String> deadLetters) {
    var settings = function.configuration();
    var name = settings.functionName();
    var because = new ArrayList<String>();
    var failures = failures(settings, because);
    deadLetters.addAll(failures);
    policy(name, because);
    if (because.isEmpty() && hasHadEvents(name)) {
      because.add("it has had such events");
    }
    var environment = settings.environment();
    var described =
        new DeployedFunction(
            name,
            settings.runtimeAsString(),
            settings.timeout(),
            settings.memorySize(),
            environment == null ? Map.of() : environment.variables(),
            List.copyOf(because),
            !failures.isEmpty(),
            publicUrls(name),
            new UsageReader(clients.logs(), clock).read(logGroup(settings), settings.memorySize()));
    subjects.accept(described);
    return new FunctionPackages(clients.lambda(), subjects).read(function, described.resource());
  }

  private static String logGroup(FunctionConfiguration settings) {
    var logging = settings.loggingConfig();
    return logging == null || logging.logGroup() == null
        ? "/aws/lambda/" + settings.functionName()
        : logging.logGroup();
  }

  private List<String> failures(FunctionConfiguration settings, List<String> because) {
    var failures = new ArrayList<String>();
    var deadLetters = settings.deadLetterConfig();
    if (deadLetters != null && deadLetters.targetArn() != null) {
      failures.add(deadLetters.targetArn());
    }
    var configurations =
        clients
            .lambda()
            .listFunctionEventInvokeConfigsPaginator(r -> r.functionName(settings.functionName()))
            .functionEventInvokeConfigs();
    for (var each : configurations) {
      note(because, "it has an event invoke configuration");
      var destination = onFailure(each.destinationConfig());
      if (destination != null) {
        failures.add(destination);
      }
    }
    return failures;
  }

  private static void note(List<String> because, String reason) {
    if (!because.contains(reason)) {
      because.add(reason);
    }
  }

  private static @Nullable String onFailure(@Nullable DestinationConfig destinations) {
    return destinations == null || destinations.onFailure() == null
        ? null
        : destinations.onFailure().destination();
  }

  private void policy(String name, List<String> because) {
    try {
      var document = clients.lambda().getPolicy(r -> r.functionName(name)).policy();
      var policy = Policies.give(Place.of("function " + name, "policy"), document, subjects);
      if (policy == null) {
        return;
      }
      for (var statement : policy.path("Statement")) {
        var service = statement.path("Principal").path("Service").asText();
        if (ASYNCHRONOUS.contains(service)) {
          note(because, service + " may invoke it");
        }
      }
    } catch (ResourceNotFoundException _) {
      // it has none
    }
  }

  /// Asks Hearth's ledger.
  private boolean hasHadEvents(String name) {
    try {
      var events = clients.own().get("/_hearth/events?function=" + name);
      return !events.path("waiting").isEmpty() || !events.path("ended").isEmpty();
    } catch (Failure _) {
      return false; // the caller may not read it
    }
  }

  private List<String> publicUrls(String name) {
    return clients
        .lambda()
        .listFunctionUrlConfigsPaginator(r -> r.functionName(name))
        .functionUrlConfigs()
        .stream()
        .filter(url -> url.authType() == FunctionUrlAuthType.NONE)
        .map(FunctionUrlConfig::functionUrl)
        .toList();
  }
}
