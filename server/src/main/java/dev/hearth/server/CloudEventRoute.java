package dev.hearth.server;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.EventEntry;
import dev.hearth.messaging.buses.cloudevents.CloudEvents;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import dev.hearth.wire.signature.Dialect;
import dev.hearth.wire.signature.SignatureVerifier;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// `POST /_hearth/event-buses/<name or ARN>`: puts CloudEvents onto a bus, for whom a policy allows
/// `events:PutEvents`. The request is signed for the service `events`; it is PutEvents in another
/// form.
final class CloudEventRoute {
  private static final String PATH = "/_hearth/event-buses/";

  /// Bytes; room for a batch of the largest events.
  private static final int LARGEST_BODY = (CloudEvents.LARGEST_BATCH + 1) * EventEntry.LARGEST;

  private final SignatureVerifier verifier;
  private final Authorization authorization;
  private final Operation<PutEventsRequest, PutEventsResponse> putEvents;
  private final InstantSource clock;

  CloudEventRoute(
      SignatureVerifier verifier,
      Authorization authorization,
      Operation<PutEventsRequest, PutEventsResponse> putEvents,
      InstantSource clock) {
    this.verifier = verifier;
    this.authorization = authorization;
    this.putEvents = putEvents;
    this.clock = clock;
  }

  HttpRoute route() {
    return new HttpRoute(
        request -> request.method().equals("POST") && request.rawPath().startsWith(PATH),
        request -> {
          try {
            return put(request);
          } catch (ServiceException e) {
            return SignedRoutes.refusal(e);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private HttpResponse put(HttpRequest request) throws IOException {
    var verified = verifier.verify(request, Dialect.REST_JSON);
    var body = verified.body().readNBytes(LARGEST_BODY);
    if (verified.body().transferTo(OutputStream.nullOutputStream()) > 0) {
      throw new ServiceException("RequestEntityTooLargeException", 413, "The body is too large.");
    }
    if (!verified.service().equals("events")) {
      throw new ServiceException(
          "SignatureDoesNotMatch",
          403,
          "Credential should be scoped to correct service: 'events'.");
    }
    var headers = new HashMap<String, String>();
    request.headers().forEach(headers::putIfAbsent);
    var bus = URLDecoder.decode(request.rawPath().substring(PATH.length()), StandardCharsets.UTF_8);
    var entries = new ArrayList<PutEventsRequestEntry>();
    for (var entry : CloudEvents.read(headers, body)) {
      entries.add(
          PutEventsRequestEntry.builder()
              .eventBusName(bus)
              .source(entry.source())
              .detailType(entry.detailType())
              .detail(entry.detail())
              .resources(entry.resources())
              .time(entry.time())
              .build());
    }
    var input = PutEventsRequest.builder().entries(entries).build();
    var call =
        new Call(
            UUID.randomUUID().toString(),
            verified.service(),
            putEvents.name(),
            verified.region(),
            verified.caller(),
            request.endpoint(),
            request.sourceAddress(),
            request.headers().first("User-Agent", ""),
            clock.instant(),
            request.headers().first("X-Amzn-Trace-Id").orElse(null));
    authorization.check(putEvents.access(input, call), call);
    return answer(putEvents.run(input, call));
  }

  private static HttpResponse answer(PutEventsResponse output) {
    var entries = new ArrayList<Map<String, String>>();
    for (var entry : output.entries()) {
      var shown = new LinkedHashMap<String, String>();
      if (entry.eventId() != null) {
        shown.put("eventId", entry.eventId());
      } else {
        shown.put("errorCode", entry.errorCode());
        shown.put("errorMessage", entry.errorMessage());
      }
      entries.add(shown);
    }
    return SignedRoutes.json(
        output.failedEntryCount() == 0 ? 200 : 400,
        Map.of("failedEntryCount", output.failedEntryCount(), "entries", entries));
  }
}
