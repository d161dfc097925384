package dev.hearth.identity.audit.api;

import dev.hearth.identity.audit.AuditLine;
import dev.hearth.identity.audit.AuditLine.Placed;
import dev.hearth.identity.audit.AuditQuery;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;
import software.amazon.awssdk.services.cloudtrail.model.Resource;

/// The management events of the caller's account and region, newest first.
final class LookupEvents implements Operation<LookupEventsRequest, LookupEventsResponse> {
  private static final int MOST = 50;

  private final AuditTrail trail;

  LookupEvents(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public Access access(LookupEventsRequest input, Call call) {
    return Access.to("cloudtrail:LookupEvents", "*");
  }

  @Override
  public LookupEventsResponse run(LookupEventsRequest input, Call call) {
    if (input.eventCategory() != null) {
      return LookupEventsResponse.builder().events(List.of()).build(); // no insights
    }
    var query = query(input, call);
    int most = Objects.requireNonNullElse(input.maxResults(), MOST);
    long before = before(input.nextToken());
    var found = trail.read(table -> table.find(query, before, most + 1));
    var page = found.subList(0, Math.min(most, found.size()));
    return LookupEventsResponse.builder()
        .events(page.stream().map(Placed::line).map(LookupEvents::event).toList())
        .nextToken(found.size() > most ? Long.toString(page.getLast().seq()) : null)
        .build();
  }

  private static AuditQuery query(LookupEventsRequest input, Call call) {
    var query = AuditQuery.of(call.account()).region(call.region().name()).management();
    var from = input.startTime();
    var to = input.endTime();
    if (from != null && to != null && to.isBefore(from)) {
      throw invalid("InvalidTimeRangeException", "The start time is behind the end time.");
    }
    if (from != null) {
      query.from(from);
    }
    if (to != null) {
      query.to(to);
    }
    if (input.lookupAttributes().size() > 1) {
      throw invalid(
          "InvalidLookupAttributesException", "You can only specify one lookup attribute.");
    }
    input.lookupAttributes().forEach(attribute -> add(query, attribute));
    return query;
  }

  private static void add(AuditQuery query, LookupAttribute attribute) {
    var value = attribute.attributeValue();
    switch (attribute.attributeKey()) {
      case EVENT_ID -> query.eventId(value);
      case EVENT_NAME -> query.eventName(value);
      case READ_ONLY -> query.readOnly(Boolean.parseBoolean(value));
      case USERNAME -> query.username(value);
      case RESOURCE_NAME -> query.resource(value);
      case EVENT_SOURCE -> query.eventSource(value);
      case ACCESS_KEY_ID -> query.accessKeyId(value);
      default ->
          throw invalid(
              "InvalidLookupAttributesException",
              "Hearth does not look events up by " + attribute.attributeKeyAsString() + ".");
    }
  }

  private static long before(@Nullable String token) {
    if (token == null) {
      return Long.MAX_VALUE;
    }
    if (!token.matches("[0-9]{1,18}")) {
      throw invalid("InvalidNextTokenException", "Invalid token was passed.");
    }
    return Long.parseLong(token);
  }

  private static ServiceException invalid(String code, String message) {
    return new ServiceException(code, 400, message);
  }

  private static Event event(AuditLine line) {
    return Event.builder()
        .eventId(line.eventId())
        .eventName(line.eventName())
        .readOnly(Boolean.toString(line.readOnly()))
        .accessKeyId(line.accessKeyId().isEmpty() ? null : line.accessKeyId())
        .eventTime(line.time())
        .eventSource(line.eventSource())
        .username(line.username().isEmpty() ? null : line.username())
        .resources(line.resources().stream().map(LookupEvents::resource).toList())
        .cloudTrailEvent(line.json())
        .build();
  }

  /// CloudTrail calls types `AWS::Lambda::Function`; of all that have an ARN, Hearth tells the
  /// service.
  private static Resource resource(String arn) {
    var service = Arn.parse(arn).map(Arn::service).orElse("");
    return Resource.builder().resourceName(arn).resourceType("AWS::" + service).build();
  }
}
