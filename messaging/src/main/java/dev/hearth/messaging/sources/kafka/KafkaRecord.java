package dev.hearth.messaging.sources.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hearth.kernel.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// A record as it stands in a function's event. Source: AWS Lambda Developer Guide, "Using Lambda
/// with self-managed Apache Kafka", the example event; headers' bytes are signed there.
final class KafkaRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private KafkaRecord() {}

  static Payload write(ConsumerRecord<byte[], byte[]> record) {
    var out = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("topic", record.topic());
      json.writeNumberField("partition", record.partition());
      json.writeNumberField("offset", record.offset());
      json.writeNumberField("timestamp", record.timestamp());
      json.writeStringField(
          "timestampType",
          record.timestampType() == TimestampType.LOG_APPEND_TIME
              ? "LOG_APPEND_TIME"
              : "CREATE_TIME");
      binary(json, "key", record.key());
      binary(json, "value", record.value());
      json.writeArrayFieldStart("headers");
      for (var header : record.headers()) {
        json.writeStartObject();
        json.writeArrayFieldStart(header.key());
        var value = header.value();
        for (int i = 0; value != null && i < value.length; i++) {
          json.writeNumber(value[i]);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void binary(JsonGenerator json, String name, byte @Nullable [] value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, Base64.getEncoder().encodeToString(value));
    }
  }
}
