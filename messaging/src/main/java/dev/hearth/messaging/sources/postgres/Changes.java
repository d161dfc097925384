package dev.hearth.messaging.sources.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.sources.SourceEvent;
import io.debezium.engine.ChangeEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes CloudEvents of changes, one after another.
///
/// Their ids are the same when they are delivered again: the transaction, where in the log the
/// change is and, where several are at one place, as those of a COPY, which of them it is.
final class Changes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Arn source;
  private String place = "";
  private int ordinal;

  Changes(Arn source) {
    this.source = source;
  }

  /// Null for what is no change, such as a heartbeat.
  ///
  /// @param receipt for [Message#receipt]
  @Nullable Message message(String receipt, ChangeEvent<String, String> event) {
    var value = value(event);
    var from = value.path("source");
    if (!value.hasNonNull("op") || !from.hasNonNull("table")) {
      return null;
    }
    var id = id(from);
    var data = JSON.createObjectNode();
    data.set("op", value.path("op"));
    data.set("before", value.get("before"));
    data.set("after", value.get("after"));
    data.set("lsn", from.get("lsn"));
    data.set("transaction", from.get("txId"));
    return new Message(id, receipt, null, record(id, from, data.toString()));
  }

  private static JsonNode value(ChangeEvent<String, String> event) {
    var text = event.value();
    try {
      return text == null ? JSON.missingNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Debezium writes JSON", e);
    }
  }

  private String id(JsonNode from) {
    var at = from.path("txId").asText() + ":" + from.path("lsn").asText();
    ordinal = at.equals(place) ? ordinal + 1 : 0;
    place = at;
    return at + ":" + ordinal;
  }

  private Payload record(String id, JsonNode from, String data) {
    return new SourceEvent(
            id,
            source,
            "dev.hearth.postgres.change",
            from.path("schema").asText() + "." + from.path("table").asText(),
            Instant.ofEpochMilli(from.path("ts_ms").asLong()),
            "application/json",
            Payload.of(data.getBytes(StandardCharsets.UTF_8)),
            List.of())
        .write();
  }
}
