package dev.hearth.invocation.async;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hearth.invocation.Answer;
import dev.hearth.kernel.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/// What destinations are told of an event. Source: AWS Lambda Developer Guide, "Capturing records
/// of Lambda asynchronous invocations".
final class EventRecord {
  /// Longest error message of a dead letter. Source: the same, "Adding a dead-letter queue".
  private static final int LONGEST_MESSAGE = 1_024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventRecord() {}

  /// The record, version 1.0: the event, how it ended, and what the function answered last.
  ///
  /// @param attempts runs that were begun
  static Payload of(AsyncEnvelope envelope, int attempts, Step.End end, Instant now) {
    var function = envelope.function();
    var out = new ByteArrayOutputStream(envelope.event().payload().size() + 1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("version", "1.0");
      json.writeStringField("timestamp", TIME.format(now));
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", envelope.event().requestId());
      json.writeStringField(
          "functionArn", function.functionArn() + ":" + function.effectiveQualifier());
      json.writeStringField("condition", end.outcome().condition());
      json.writeNumberField("approximateInvokeCount", attempts);
      json.writeEndObject();
      json.writeFieldName("requestPayload");
      document(json, envelope.event().payload());
      var answer = end.answer();
      if (answer != null) {
        answer(json, answer);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void answer(JsonGenerator json, Answer answer) throws IOException {
    json.writeObjectFieldStart("responseContext");
    json.writeNumberField("statusCode", 200);
    json.writeStringField("executedVersion", answer.executedVersion());
    if (answer.functionError() != null) {
      json.writeStringField("functionError", answer.functionError());
    }
    json.writeEndObject();
    json.writeFieldName("responsePayload");
    document(json, answer.payload());
  }

  /// As it is; what is no JSON, as a runtime of the user's own may answer, as a text.
  private static void document(JsonGenerator json, Payload payload) throws IOException {
    if (isJson(payload)) {
      json.writeRawValue(payload.text());
    } else {
      json.writeString(payload.text());
    }
  }

  private static boolean isJson(Payload payload) throws IOException {
    try (var parser = JSON.createParser(payload.bytes())) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException _) {
      return false;
    }
  }

  /// What goes with a dead letter, which is the event itself.
  static Map<String, String> attributes(AsyncEnvelope envelope, Step.End end) {
    var why = end.why();
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("RequestID", envelope.event().requestId());
    attributes.put("ErrorCode", Integer.toString(end.status()));
    attributes.put(
        "ErrorMessage", why.length() <= LONGEST_MESSAGE ? why : why.substring(0, LONGEST_MESSAGE));
    return attributes;
  }
}
