package dev.hearth.messaging.patterns;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;
import software.amazon.event.ruler.Patterns;

/// A compiled event pattern; safe for use by several threads. Source: Amazon EventBridge User
/// Guide, "Comparison operators for use in event patterns".
public final class EventPattern {
  /// Most paths through wildcards that a pattern may make the matcher follow at once.
  private static final int MAX_COMPLEXITY = 128;

  /// Most combinations of array elements that are tried for one event.
  private static final long MAX_COMBINATIONS = 100_000;

  private static final String NAME = "pattern";

  private final Machine machine;
  private final List<Alternative> alternatives;

  private EventPattern(Machine machine, List<Alternative> alternatives) {
    this.machine = machine;
    this.alternatives = alternatives;
  }

  /// One of the patterns that a pattern with `$or` stands for: all of its fields must match.
  private record Alternative(Set<String> fields, List<Machine> single) {
    static Alternative of(Map<String, List<Patterns>> rule) {
      var single = new ArrayList<Machine>(rule.size());
      rule.forEach((field, patterns) -> single.add(machine(Map.of(field, patterns))));
      return new Alternative(new HashSet<>(rule.keySet()), single);
    }

    private static Machine machine(Map<String, List<Patterns>> rule) {
      var machine = Machine.builder().build();
      machine.addPatternRule(NAME, rule);
      return machine;
    }

    boolean matchesByField(JsonNode event) {
      return single.stream().allMatch(field -> !field.rulesForJSONEvent(event).isEmpty());
    }
  }

  /// Compiles a pattern.
  ///
  /// @param json an object of at most some thousand characters, which the caller sees to
  /// @throws InvalidPatternException with the reason
  public static EventPattern compile(String json) throws InvalidPatternException {
    PatternLimits.check(json);
    var problem = JsonRuleCompiler.check(json);
    if (problem != null) {
      throw new InvalidPatternException(problem);
    }
    try {
      var machine = Machine.builder().build();
      machine.addRule(NAME, json);
      if (machine.evaluateComplexity(new MachineComplexityEvaluator(MAX_COMPLEXITY))
          >= MAX_COMPLEXITY) {
        throw new InvalidPatternException(
            "Rule is too complex - try using fewer wildcard characters or fewer repeating"
                + " character sequences after a wildcard character");
      }
      return new EventPattern(
          machine, JsonRuleCompiler.compile(json).stream().map(Alternative::of).toList());
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidPatternException(String.valueOf(e.getMessage()));
    }
  }

  /// Whether the pattern lets an event through.
  ///
  /// Of an event with long arrays in several fields of the pattern, each field is matched by
  /// itself: whether the elements that match belong together is not looked at then.
  ///
  /// @param event an object; anything else matches nothing
  public boolean matches(JsonNode event) {
    if (!event.isObject()) {
      return false;
    }
    var values = FieldCounts.of(event);
    boolean bearable =
        alternatives.stream()
            .allMatch(one -> values.combinations(one.fields()) <= MAX_COMBINATIONS);
    return bearable
        ? !machine.rulesForJSONEvent(event).isEmpty()
        : alternatives.stream().anyMatch(one -> one.matchesByField(event));
  }
}
