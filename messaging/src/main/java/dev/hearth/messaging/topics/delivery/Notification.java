package dev.hearth.messaging.topics.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hearth.messaging.topics.MessageAttribute;
import dev.hearth.messaging.topics.store.Subscription;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A message in SNS's words, for one body; what differs between subscriptions is added to each.
///
/// Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats" and "Verifying the
/// signatures of Amazon SNS messages"; AWS Lambda Developer Guide, "Invoking Lambda functions with
/// Amazon SNS notifications".
final class Notification {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Message message;
  private final String body;
  private final Links links;
  private final String version;
  private @Nullable String signature;

  /// @param version of the signature, `1` or `2`
  Notification(Message message, String body, Links links, String version) {
    this.message = message;
    this.body = body;
    this.links = links;
    this.version = version;
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /// For queues, HTTP endpoints and `email-json`.
  ///
  /// @param sequence of a FIFO topic's message
  String json(Subscription subscription, OptionalLong sequence) {
    return write(
        json -> {
          json.writeStringField("Type", "Notification");
          json.writeStringField("MessageId", message.id());
          if (sequence.isPresent()) {
            json.writeStringField("SequenceNumber", Publisher.sequence(sequence.getAsLong()));
          }
          json.writeStringField("TopicArn", message.topic().toString());
          if (message.draft().subject() != null) {
            json.writeStringField("Subject", message.draft().subject());
          }
          json.writeStringField("Message", body);
          json.writeStringField("Timestamp", time(message.published()));
          json.writeStringField("SignatureVersion", version);
          json.writeStringField("Signature", signature());
          json.writeStringField("SigningCertURL", links.certificate());
          json.writeStringField("UnsubscribeURL", links.unsubscribe(subscription.arn()));
          if (!message.draft().attributes().isEmpty()) {
            attributes(json, message.draft().attributes());
          }
        });
  }

  /// For functions.
  String lambdaEvent(Subscription subscription) {
    return write(
        json -> {
          json.writeArrayFieldStart("Records");
          json.writeStartObject();
          json.writeStringField("EventSource", "aws:sns");
          json.writeStringField("EventVersion", "1.0");
          json.writeStringField("EventSubscriptionArn", subscription.arn().toString());
          json.writeObjectFieldStart("Sns");
          json.writeStringField("Type", "Notification");
          json.writeStringField("MessageId", message.id());
          json.writeStringField("TopicArn", message.topic().toString());
          json.writeStringField("Subject", message.draft().subject());
          json.writeStringField("Message", body);
          json.writeStringField("Timestamp", time(message.published()));
          json.writeStringField("SignatureVersion", version);
          json.writeStringField("Signature", signature());
          json.writeStringField("SigningCertUrl", links.certificate());
          json.writeStringField("UnsubscribeUrl", links.unsubscribe(subscription.arn()));
          attributes(json, message.draft().attributes());
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  /// Signs it, where it is not yet.
  void sign() {
    var _ = signature();
  }

  private String signature() {
    var signed = signature;
    if (signed == null) {
      var fields = new TreeMap<String, String>();
      if (message.draft().subject() != null) {
        fields.put("Subject", message.draft().subject());
      }
      fields.put("Message", body);
      fields.put("MessageId", message.id());
      fields.put("Timestamp", time(message.published()));
      fields.put("TopicArn", message.topic().toString());
      fields.put("Type", "Notification");
      signed = links.key().sign(version, textToSign(fields));
      signature = signed;
    }
    return signed;
  }

  /// @param fields by name, in the order of their names' bytes
  static String textToSign(SortedMap<String, String> fields) {
    var text = new StringBuilder();
    fields.forEach((name, value) -> text.append(name).append('\n').append(value).append('\n'));
    return text.toString();
  }

  private static void attributes(JsonGenerator json, Map<String, MessageAttribute> attributes)
      throws IOException {
    json.writeObjectFieldStart("MessageAttributes");
    for (var entry : attributes.entrySet()) {
      var binary = entry.getValue().binary();
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField("Type", entry.getValue().type());
      json.writeStringField(
          "Value",
          binary == null
              ? entry.getValue().text()
              : Base64.getEncoder().encodeToString(binary.bytes()));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /// What writes the members of an object.
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  static String write(Members members) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return out.toString();
  }
}
