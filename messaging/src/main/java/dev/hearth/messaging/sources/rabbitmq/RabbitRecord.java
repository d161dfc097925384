package dev.hearth.messaging.sources.rabbitmq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import dev.hearth.kernel.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message as it stands in a function's event. Source: AWS Lambda Developer Guide, "Using Lambda
/// with Amazon MQ", the example event of RabbitMQ: texts of headers are signed bytes there.
final class RabbitRecord {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

  private RabbitRecord() {}

  static Payload write(Delivery message) {
    var out = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("basicProperties");
      properties(json, message.getProperties());
      json.writeNumberField("bodySize", message.getBody().length);
      json.writeEndObject();
      json.writeBooleanField("redelivered", message.getEnvelope().isRedeliver());
      json.writeStringField("data", Base64.getEncoder().encodeToString(message.getBody()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return Payload.of(out.toByteArray());
  }

  private static void properties(JsonGenerator json, BasicProperties properties)
      throws IOException {
    json.writeStringField("contentType", properties.getContentType());
    json.writeStringField("contentEncoding", properties.getContentEncoding());
    json.writeFieldName("headers");
    value(json, properties.getHeaders());
    json.writeFieldName("deliveryMode");
    value(json, properties.getDeliveryMode());
    json.writeFieldName("priority");
    value(json, properties.getPriority());
    json.writeStringField("correlationId", properties.getCorrelationId());
    json.writeStringField("replyTo", properties.getReplyTo());
    json.writeStringField("expiration", properties.getExpiration());
    json.writeStringField("messageId", properties.getMessageId());
    json.writeFieldName("timestamp");
    value(json, properties.getTimestamp());
    json.writeStringField("type", properties.getType());
    json.writeStringField("userId", properties.getUserId());
    json.writeStringField("appId", properties.getAppId());
    json.writeStringField("clusterId", properties.getClusterId());
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case LongString text -> bytes(json, text.getBytes());
      case byte[] bytes -> bytes(json, bytes);
      case Boolean flag -> json.writeBoolean(flag);
      case BigDecimal number -> json.writeNumber(number);
      case Float number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      case Date time -> json.writeString(TIME.format(time.toInstant()));
      case List<?> list -> {
        json.writeStartArray();
        for (var each : list) {
          value(json, each);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var each : map.entrySet()) {
          json.writeFieldName(String.valueOf(each.getKey()));
          value(json, each.getValue());
        }
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  private static void bytes(JsonGenerator json, byte[] bytes) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("bytes");
    for (byte each : bytes) {
      json.writeNumber(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
