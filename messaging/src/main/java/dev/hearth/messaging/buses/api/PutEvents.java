package dev.hearth.messaging.buses.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.EventEntry;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleBook;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Puts events onto buses. When it answers, all deliveries that follow are durable; entries that
/// are refused keep no others back.
final class PutEvents implements Operation<PutEventsRequest, PutEventsResponse> {
  private final RuleBook rules;
  private final Ingestion ingestion;
  private final Supplier<String> eventIds;

  PutEvents(RuleBook rules, Ingestion ingestion, Supplier<String> eventIds) {
    this.rules = rules;
    this.ingestion = ingestion;
    this.eventIds = eventIds;
  }

  @Override
  public Access access(PutEventsRequest input, Call call) {
    var sources = new LinkedHashMap<BusReference, List<String>>();
    var types = new HashMap<BusReference, List<String>>();
    for (var entry : input.entries()) {
      var bus = BusReference.of(call, entry.eventBusName());
      add(sources.computeIfAbsent(bus, _ -> new ArrayList<>()), entry.source());
      add(types.computeIfAbsent(bus, _ -> new ArrayList<>()), entry.detailType());
    }
    var needs = new ArrayList<Access.Need>();
    sources.forEach(
        (bus, of) ->
            needs.add(
                new Access.Need(
                    "events:PutEvents",
                    bus.toString(),
                    Map.of(
                        "events:source",
                        of,
                        "events:detail-type",
                        types.getOrDefault(bus, List.of())))));
    return new Access(needs);
  }

  private static void add(List<String> values, @Nullable String value) {
    if (value != null) {
      values.add(value);
    }
  }

  @Override
  public PutEventsResponse run(PutEventsRequest input, Call call) {
    if (input.endpointId() != null) {
      throw Refusals.invalid("EndpointId", "Hearth has no global endpoints.");
    }
    var results = new ArrayList<PutEventsResultEntry>();
    var plans = new ArrayList<Ingestion.Plan>();
    ServiceException first = null;
    for (var each : input.entries()) {
      var bus = BusReference.of(call, each.eventBusName());
      try {
        var entry = entry(each);
        entry.check();
        if (!rules.exists(bus)) {
          throw EventEntry.invalid("EventBusName", "Event bus " + bus.name() + " does not exist.");
        }
        var event = entry.event(eventIds.get(), bus, call.time(), call.traceId());
        plans.add(ingestion.plan(bus, event, _ -> true));
        results.add(PutEventsResultEntry.builder().eventId(event.id()).build());
      } catch (ServiceException e) {
        if (e.status() >= 500) {
          throw e; // not about the entry
        }
        first = first == null ? e : first;
        results.add(
            PutEventsResultEntry.builder()
                .errorCode(e.code())
                .errorMessage(e.getMessage())
                .build());
      }
    }
    if (first != null && isWithoutAny(input.entries())) {
      throw Refusals.invalid(first.getMessage());
    }
    ingestion.put(plans);
    return PutEventsResponse.builder()
        .entries(results)
        .failedEntryCount(results.size() - plans.size())
        .build();
  }

  private static EventEntry entry(PutEventsRequestEntry entry) {
    return new EventEntry(
        entry.source(),
        entry.detailType(),
        entry.detail(),
        entry.hasResources() ? entry.resources() : List.of(),
        entry.time(),
        entry.traceHeader());
  }

  /// Whether no entry has all that it must have: AWS refuses the whole request then.
  private static boolean isWithoutAny(List<PutEventsRequestEntry> entries) {
    return entries.stream()
        .allMatch(
            entry ->
                EventEntry.isAbsent(entry.source())
                    || EventEntry.isAbsent(entry.detailType())
                    || EventEntry.isAbsent(entry.detail()));
  }
}
