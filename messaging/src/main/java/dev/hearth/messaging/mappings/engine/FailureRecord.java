package dev.hearth.messaging.mappings.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.invocation.Answer;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.RecordTime;
import dev.hearth.messaging.mappings.store.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a mapping's on-failure destination is told of records that were given up: where they are,
/// for a stream has them still; of a queue's message also what it was. Source: AWS Lambda Developer
/// Guide, "Retain discarded batch records for a Kinesis Data Streams event source in Lambda".
///
/// @param requestId of the last invocation; of none where there was none
/// @param condition `RetryAttemptsExhausted` or `RecordAgeExceeded`
/// @param invocations how many there were
/// @param answer the last one's; null where there was none
record FailureRecord(String requestId, String condition, int invocations, @Nullable Answer answer) {
  static final String EXHAUSTED = "RetryAttemptsExhausted";
  static final String TOO_OLD = "RecordAgeExceeded";

  private static final JsonFactory JSON = JsonMapper.builder().build().getFactory();

  /// @param info the name of the member that tells where the records are
  /// @param where that member: texts, numbers and maps of them
  /// @param payload the record itself, JSON, where nobody else has it; else null
  Payload write(
      Mapping mapping,
      String info,
      Map<String, Object> where,
      @Nullable Payload payload,
      Instant now) {
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
      json.writeStringField("timestamp", RecordTime.text(now));
      json.writeObjectField(info, where);
      if (payload != null) {
        json.writeFieldName("payload");
        json.writeRawValue(payload.text());
      }
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
}
