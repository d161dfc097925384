package dev.hearth.messaging.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.queues.MessageAttribute;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.ReceivedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message as it stands in a function's event. Source: AWS Lambda Developer Guide, "Using Lambda
/// with Amazon SQS", the example event.
final class SqsRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private SqsRecord() {}

  static Payload write(Queue queue, ReceivedMessage message) {
    var out = new ByteArrayOutputStream(message.body().length() + 1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("messageId", message.messageId());
      json.writeStringField("receiptHandle", message.receiptHandle());
      json.writeStringField("body", message.body());
      system(json, message);
      attributes(json, message.attributes());
      json.writeStringField("md5OfBody", md5(message.body()));
      json.writeStringField("eventSource", "aws:sqs");
      json.writeStringField("eventSourceARN", queue.arn().toString());
      json.writeStringField("awsRegion", queue.arn().region());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void system(JsonGenerator json, ReceivedMessage message) throws IOException {
    json.writeObjectFieldStart("attributes");
    json.writeStringField("ApproximateReceiveCount", Long.toString(message.receives()));
    optional(json, "AWSTraceHeader", message.trace());
    json.writeStringField("SentTimestamp", Long.toString(message.sent().toEpochMilli()));
    optional(json, "SequenceNumber", message.sequenceNumber());
    optional(json, "MessageGroupId", message.groupId());
    json.writeStringField("SenderId", message.sender());
    optional(json, "MessageDeduplicationId", message.deduplicationId());
    optional(json, "DeadLetterQueueSourceArn", message.deadLetterSource());
    json.writeStringField(
        "ApproximateFirstReceiveTimestamp", Long.toString(message.firstReceived().toEpochMilli()));
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void attributes(JsonGenerator json, Map<String, MessageAttribute> attributes)
      throws IOException {
    json.writeObjectFieldStart("messageAttributes");
    for (var entry : attributes.entrySet()) {
      var attribute = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      optional(json, "stringValue", attribute.string());
      if (attribute.binary() != null) {
        json.writeStringField(
            "binaryValue", Base64.getEncoder().encodeToString(attribute.binary().bytes()));
      }
      json.writeArrayFieldStart("stringListValues");
      json.writeEndArray();
      json.writeArrayFieldStart("binaryListValues");
      json.writeEndArray();
      json.writeStringField("dataType", attribute.dataType());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static String md5(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
