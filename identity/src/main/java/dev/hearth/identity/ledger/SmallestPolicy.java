package dev.hearth.identity.ledger;

import dev.hearth.kernel.Arn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The smallest identity policy that covers what was called: each action on each resource, and no
/// more, but for names that are another every time.
public final class SmallestPolicy {
  /// Names that are drawn anew for each run, so that a policy of what was called would not cover
  /// what will be.
  private static final Map<Pattern, Generalised> DRAWN =
      Map.of(
          Pattern.compile("(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]+:log-stream:).+"),
          new Generalised("$1*", "log streams are named anew for each sandbox"),
          Pattern.compile("(arn:[^:]*:lambda:.*/durable-execution/).+"),
          new Generalised("$1*", "durable executions are named anew each"),
          Pattern.compile("(arn:[^:]*:sns:[^:]*:[^:]*:endpoint/[^/]+/[^/]+/).+"),
          new Generalised("$1*", "endpoints of applications are named anew each"));

  private record Generalised(String replacement, String reason) {}

  private SmallestPolicy() {}

  /// A statement: every action on every resource.
  public record Statement(String sid, List<String> actions, List<String> resources) {}

  /// The statements of a policy, services by name. They are not more than there are different sets
  /// of actions on a resource.
  public static List<Statement> of(Collection<AccessUse> uses) {
    // Which actions on a resource, then which resources share these actions.
    var byResource = new TreeMap<String, Set<String>>();
    for (var use : uses) {
      byResource
          .computeIfAbsent(use.service() + " " + general(use.resource()), _ -> new TreeSet<>())
          .add(use.action());
    }
    var byActions = new LinkedHashMap<List<String>, List<String>>();
    byResource.forEach(
        (resource, actions) ->
            byActions
                .computeIfAbsent(List.copyOf(actions), _ -> new ArrayList<>())
                .add(resource.substring(resource.indexOf(' ') + 1)));
    var statements = new ArrayList<Statement>();
    var numbers = new TreeMap<String, Integer>();
    byActions.forEach(
        (actions, resources) -> {
          var service = actions.getFirst().substring(0, actions.getFirst().indexOf(':'));
          int number = numbers.merge(service, 1, Integer::sum);
          statements.add(new Statement(sid(service, number), actions, resources));
        });
    return statements;
  }

  private static String sid(String service, int number) {
    var name = service.replaceAll("[^A-Za-z0-9]", "");
    var title = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return number == 1 ? title : title + number;
  }

  /// The ARN that a policy should name for a resource that was called.
  static String general(String resource) {
    for (var rule : DRAWN.entrySet()) {
      var match = rule.getKey().matcher(resource);
      if (match.matches()) {
        return match.replaceFirst(rule.getValue().replacement());
      }
    }
    return resource;
  }

  /// Why the policy names another ARN than was called; nothing where it does not.
  static Optional<String> reason(String resource) {
    if (resource.endsWith("*") && Arn.parse(resource).isPresent()) {
      return Optional.of("more resources were called than are kept apart");
    }
    return DRAWN.entrySet().stream()
        .filter(rule -> rule.getKey().matcher(resource).matches())
        .map(rule -> rule.getValue().reason())
        .findFirst();
  }
}
