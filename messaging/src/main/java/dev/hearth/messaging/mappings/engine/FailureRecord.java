package dev.hearth.messaging.mappings.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hearth.invocation.Answer;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// What a mapping's on-failure destination is told of records that were given up: where they are,
/// for the stream has them still. Source: AWS Lambda Developer Guide, "Retain discarded batch
/// records for a Kinesis Data Streams event source in Lambda".
///
/// @param requestId of the last invocation; of none where there was none
/// @param condition `RetryAttemptsExhausted` or `RecordAgeExceeded`
/// @param invocations how many there were
/// @param answer the last one's; null where there was none
record FailureRecord(String requestId, String condition, int invocations, @Nullable Answer answer) {
  static final String EXHAUSTED = "RetryAttemptsExhausted";
  static final String TOO_OLD = "RecordAgeExceeded";

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  Payload write(Mapping mapping, StreamSource source, String shard, LaneBatch batch, Instant now) {
    var out = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", requestId);
      json.writeStringField("functionArn", mapping.function().arn());
      json.writeStringField("condition", condition);
      json.writeNumberField("approximateInvokeCount", invocations);
      json.writeEndObject();
      if (answer != null) {
        response(json, answer);
      }
      json.writeStringField("version", "1.0");
      json.writeStringField("timestamp", TIME.format(now));
      json.writeObjectFieldStart(source.batchInfo());
      range(json, mapping, shard, batch);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void response(JsonGenerator json, Answer answer) throws IOException {
    json.writeObjectFieldStart("responseContext");
    json.writeNumberField("statusCode", 200);
    json.writeStringField("executedVersion", answer.executedVersion());
    if (answer.functionError() != null) {
      json.writeStringField("functionError", answer.functionError());
    }
    json.writeEndObject();
  }

  private static void range(JsonGenerator json, Mapping mapping, String shard, LaneBatch batch)
      throws IOException {
    var first = batch.items().getFirst();
    var last = batch.items().getLast();
    json.writeStringField("shardId", shard);
    json.writeStringField("startSequenceNumber", first.sequenceNumber());
    json.writeStringField("endSequenceNumber", last.sequenceNumber());
    json.writeStringField("approximateArrivalOfFirstRecord", TIME.format(first.arrival()));
    json.writeStringField("approximateArrivalOfLastRecord", TIME.format(last.arrival()));
    json.writeNumberField("batchSize", batch.items().size());
    json.writeStringField("streamArn", mapping.source().toString());
  }
}
