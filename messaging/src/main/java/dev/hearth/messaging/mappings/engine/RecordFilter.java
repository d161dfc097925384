package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.patterns.EventPattern;
import dev.hearth.messaging.patterns.InvalidPatternException;
import java.util.ArrayList;
import java.util.List;

/// A mapping's filter criteria: records that match none of the patterns are left out.
final class RecordFilter {
  private final EventSource source;
  private final List<EventPattern> patterns = new ArrayList<>();

  RecordFilter(EventSource source, Mapping mapping) {
    this.source = source;
    var criteria = mapping.settings().filterCriteria();
    if (criteria == null || !criteria.hasFilters()) {
      return;
    }
    for (var filter : criteria.filters()) {
      try {
        patterns.add(EventPattern.compile(filter.pattern()));
      } catch (InvalidPatternException e) {
        throw new IllegalStateException("it was checked when it was configured", e);
      }
    }
  }

  boolean matches(Payload record) {
    if (patterns.isEmpty()) {
      return true;
    }
    var event = source.filterable(record);
    return patterns.stream().anyMatch(pattern -> pattern.matches(event));
  }
}
