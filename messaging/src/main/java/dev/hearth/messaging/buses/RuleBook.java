package dev.hearth.messaging.buses;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.patterns.InvalidPatternException;
import dev.hearth.messaging.patterns.PatternSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The rules of buses, compiled and in memory. A change on this node is seen at once; one on
/// another node after seconds.
public final class RuleBook {
  private static final int MAX_BUSES = 1_000;
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final BusStore store;
  private final InstantSource clock;
  private final Cache<BusReference, Compiled> buses =
      Caffeine.newBuilder().maximumSize(MAX_BUSES).build();

  public RuleBook(BusStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A rule with its targets.
  ///
  /// @param targets by id
  public record Rule(
      RuleReference reference, DescribeRuleResponse model, Map<String, Target> targets) {}

  private record Compiled(
      Instant checked,
      long revision,
      boolean exists,
      PatternSet patterns,
      Map<String, Rule> rules) {
    Compiled checked(Instant now) {
      return new Compiled(now, revision, exists, patterns, rules);
    }
  }

  /// The rules that are enabled and let an event through.
  public List<Rule> matching(BusReference bus, JsonNode event) {
    var compiled = compiled(bus);
    var found = new ArrayList<Rule>();
    for (var name : compiled.patterns.matching(event)) {
      found.add(compiled.rules.get(name));
    }
    return found;
  }

  public boolean exists(BusReference bus) {
    return compiled(bus).exists;
  }

  /// A rule, enabled or not.
  public Optional<Rule> find(RuleReference rule) {
    return Optional.ofNullable(compiled(rule.bus()).rules.get(rule.name()));
  }

  /// Drops what is remembered of a bus; to be called when a change of its rules is durable.
  public void forget(BusReference bus) {
    buses.invalidate(bus);
  }

  private Compiled compiled(BusReference bus) {
    var known = buses.getIfPresent(bus);
    var now = clock.instant();
    if (known != null && now.isBefore(known.checked.plus(FRESH))) {
      return known;
    }
    // It holds back [#forget] while it loads, so nothing old is remembered after a change.
    return buses
        .asMap()
        .compute(
            bus,
            (_, before) ->
                store.read(
                    tables -> {
                      long revision = tables.revision(bus);
                      return before != null && before.revision == revision
                          ? before.checked(now)
                          : compile(tables, bus, revision, now);
                    }));
  }

  private static Compiled compile(BusTables tables, BusReference bus, long revision, Instant now) {
    var targets = tables.targets(bus).all();
    var rules = new HashMap<String, Rule>();
    var patterns = new HashMap<String, String>();
    for (var rule : tables.rules(bus).list("", null, "", Integer.MAX_VALUE)) {
      var byId = new LinkedHashMap<String, Target>();
      targets.getOrDefault(rule.name(), List.of()).forEach(each -> byId.put(each.id(), each));
      rules.put(
          rule.name(),
          new Rule(new RuleReference(bus, rule.name()), rule.model(), Map.copyOf(byId)));
      if (rule.model().eventPattern() != null && rule.model().state() != RuleState.DISABLED) {
        patterns.put(rule.name(), rule.model().eventPattern());
      }
    }
    try {
      return new Compiled(
          now, revision, tables.exists(bus), PatternSet.of(patterns), Map.copyOf(rules));
    } catch (InvalidPatternException e) {
      throw new IllegalStateException("a pattern of " + bus + " that was accepted", e);
    }
  }
}
