package dev.hearth.messaging.patterns;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/// Many patterns, matched at once: the time that an event takes hardly depends on how many there
/// are. Immutable, and safe for use by several threads.
public final class PatternSet {
  /// Most combinations of array elements that are tried for all patterns together.
  private static final long MAX_COMBINATIONS = 10_000;

  private final Machine machine = Machine.builder().build();
  private final Map<String, EventPattern> patterns;
  private final Set<String> fields = new HashSet<>();

  private PatternSet(Map<String, EventPattern> patterns) {
    this.patterns = Map.copyOf(patterns);
  }

  /// Compiles patterns that were each accepted by [EventPattern#compile].
  ///
  /// @param patterns by the names that [#matching] gives
  /// @throws InvalidPatternException where one is none
  public static PatternSet of(Map<String, String> patterns) throws InvalidPatternException {
    var compiled = new HashMap<String, EventPattern>();
    for (var pattern : patterns.entrySet()) {
      compiled.put(pattern.getKey(), EventPattern.compile(pattern.getValue()));
    }
    var set = new PatternSet(compiled);
    try {
      for (var pattern : patterns.entrySet()) {
        set.machine.addRule(pattern.getKey(), pattern.getValue());
        JsonRuleCompiler.compile(pattern.getValue())
            .forEach(alternative -> set.fields.addAll(alternative.keySet()));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidPatternException(String.valueOf(e.getMessage()));
    }
    return set;
  }

  /// The names of the patterns that let an event through.
  ///
  /// An event with long arrays in several fields is matched pattern by pattern, see
  /// [EventPattern#matches].
  ///
  /// @param event an object; anything else matches nothing
  public Set<String> matching(JsonNode event) {
    var found = new HashSet<String>();
    if (!event.isObject() || patterns.isEmpty()) {
      return found;
    }
    var values = FieldCounts.of(event);
    if (values.combinations(fields) <= MAX_COMBINATIONS) {
      found.addAll(machine.rulesForJSONEvent(event));
      return found;
    }
    patterns.forEach(
        (name, pattern) -> {
          if (pattern.matches(event)) {
            found.add(name);
          }
        });
    return found;
  }
}
