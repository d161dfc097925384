package dev.hearth.cli.check.deployed;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// Reads functions with their roles, or everything.
public final class Deployed {
  private final AwsClients clients;
  private final Consumer<Subject> subjects;
  private final FunctionReader functions;
  private final RolePolicies roles;
  private final Set<String> deadLetters = new HashSet<>();

  public Deployed(AwsClients clients, InstantSource clock, Consumer<Subject> subjects) {
    this.clients = clients;
    this.subjects = subjects;
    functions = new FunctionReader(clients, clock, subjects);
    roles = new RolePolicies(clients.iam(), subjects);
  }

  /// A function, its package and its role.
  ///
  /// @param name or ARN
  /// @return its libraries, by what it is called
  public Map<String, List<Component>> function(String name) {
    var function = clients.lambda().getFunction(r -> r.functionName(name));
    roles.read(RolePolicies.nameOf(function.configuration().role()));
    var libraries = functions.read(function, deadLetters);
    return Map.of("function " + function.configuration().functionName(), libraries);
  }

  /// All functions, roles, queues and topics.
  ///
  /// @return libraries by function
  public Map<String, List<Component>> everything() {
    var libraries = new TreeMap<String, List<Component>>();
    var names =
        clients.lambda().listFunctionsPaginator().functions().stream()
            .map(FunctionConfiguration::functionName)
            .toList();
    for (var name : names) {
      var resource = "function " + name;
      try {
        var function = clients.lambda().getFunction(r -> r.functionName(name));
        libraries.put(resource, functions.read(function, deadLetters));
      } catch (AwsServiceException e) { // gone meanwhile, or not for this caller
        subjects.accept(Policies.refused(Place.of(resource), e));
      }
    }
    roles.readAll();
    new Queues(clients.sqs(), subjects).read(deadLetters);
    new Topics(clients.sns(), subjects).read();
    return libraries;
  }
}
