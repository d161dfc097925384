package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.store.BusTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/// Tags in requests, and who can have them.
final class Tags {
  private Tags() {}

  static Map<String, String> map(List<Tag> tags) {
    var map = new LinkedHashMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  /// The ARN of a bus or a rule.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException` for another
  static String owner(String arn) {
    if (BusReference.parse(arn).isEmpty() && RuleReference.parse(arn).isEmpty()) {
      throw Refusals.invalid("ResourceARN", "Only event buses and rules have tags.");
    }
    return arn;
  }

  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  static void check(BusTables tables, String arn) {
    var bus = BusReference.parse(arn);
    if (bus.isPresent()) {
      tables.bus(bus.get());
    } else {
      RuleReference.parse(arn).ifPresent(tables::rule);
    }
  }
}
