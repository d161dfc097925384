package dev.hearth.messaging.buses;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as it is matched and sent. Source: Amazon EventBridge User Guide, "Events structure".
///
/// @param document the whole of it; nobody changes it
/// @param ingested when it was put onto a bus first
/// @param trace the `X-Amzn-Trace-Id` that it goes on with, or null
/// @param forwarded whether it came from another bus: then it goes to no third one
public record BusEvent(
    JsonNode document, Instant ingested, @Nullable String trace, boolean forwarded) {
  private static final String REPLAY_NAME = "replay-name";

  /// Deep enough for what PutEvents takes.
  private static final int MAX_DEPTH = 1_100;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  /// Reads events and their details: big numbers stay as they were written.
  public static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(
              com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// A new event.
  ///
  /// @param bus whose account and region it bears
  /// @param time when it happened, as its sender says
  /// @param detail an object
  public static BusEvent of(
      String id,
      BusReference bus,
      String source,
      String detailType,
      Instant time,
      List<String> resources,
      JsonNode detail,
      Instant ingested,
      @Nullable String trace) {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("version", "0").put("id", id);
    event.put("detail-type", detailType).put("source", source);
    event.put("account", bus.account().digits()).put("time", TIME.format(time));
    event.put("region", bus.region().name());
    var list = event.putArray("resources");
    resources.forEach(list::add);
    event.set("detail", detail);
    return new BusEvent(event, ingested, trace, false);
  }

  /// Reads what [#json] wrote.
  public static BusEvent read(
      byte[] json, Instant ingested, @Nullable String trace, boolean forwarded) {
    try {
      return new BusEvent(JSON.readTree(json), ingested, trace, forwarded);
    } catch (IOException e) {
      throw new UncheckedIOException("a damaged event", e);
    }
  }

  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
  }

  public String id() {
    return document.path("id").asText();
  }

  public String source() {
    return document.path("source").asText();
  }

  public String detailType() {
    return document.path("detail-type").asText();
  }

  /// When it happened, in whole seconds.
  public Instant time() {
    return Instant.parse(document.path("time").asText()).truncatedTo(ChronoUnit.SECONDS);
  }

  /// As it goes onto another bus.
  public BusEvent forward() {
    return new BusEvent(document, ingested, trace, true);
  }

  /// As a replay brings it again.
  public BusEvent replayed(String replay) {
    ObjectNode copy = document.deepCopy();
    copy.put(REPLAY_NAME, replay);
    return new BusEvent(copy, ingested, trace, forwarded);
  }
}
