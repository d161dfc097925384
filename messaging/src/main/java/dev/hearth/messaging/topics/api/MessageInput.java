package dev.hearth.messaging.topics.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.topics.MessageAttribute;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.delivery.Draft;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// Reads what is published. Source: SNS's API reference, `Publish`; Amazon SNS Developer Guide,
/// "Amazon SNS message attributes".
///
/// @param structure `json` or null
/// @param group of FIFO topics, and for fair queues
record MessageInput(
    String message,
    @Nullable String subject,
    @Nullable String structure,
    Map<String, MessageAttributeValue> attributes,
    @Nullable String group,
    @Nullable String deduplicationId) {
  /// In bytes, with all attributes.
  static final int LARGEST = 262_144;

  private static final int LONGEST_SUBJECT = 100;
  private static final int LONGEST_NAME = 256;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..{1,248})?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// Checks all that does not depend on the topic.
  ///
  /// @param traceId AWS's trace header, or null
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter`; `ParameterValueInvalid` for
  ///   attributes
  Draft draft(@Nullable String traceId) {
    if (message.isEmpty()) {
      throw Refusals.invalid("Empty message");
    }
    if (subject != null) {
      checkSubject(subject);
    }
    checkId("MessageGroupId", group);
    checkId("MessageDeduplicationId", deduplicationId);
    var read = new LinkedHashMap<String, MessageAttribute>();
    attributes.forEach((name, value) -> read.put(name, attribute(name, value)));
    var bodies = bodies();
    if (size() > LARGEST) {
      throw Refusals.invalid("Message too long");
    }
    return new Draft(subject, bodies, read, group, deduplicationId, traceId);
  }

  /// How much of the limit it takes, in bytes.
  long size() {
    long size = message.getBytes(UTF_8).length;
    for (var entry : attributes.entrySet()) {
      var value = entry.getValue();
      size += entry.getKey().getBytes(UTF_8).length;
      size += value.dataType().getBytes(UTF_8).length;
      size += value.stringValue() == null ? 0 : value.stringValue().getBytes(UTF_8).length;
      size += value.binaryValue() == null ? 0 : value.binaryValue().asByteArrayUnsafe().length;
    }
    return size;
  }

  private static void checkSubject(String subject) {
    boolean control = subject.chars().anyMatch(Character::isISOControl);
    if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT || control) {
      throw Refusals.invalid("Subject");
    }
  }

  private static void checkId(String name, @Nullable String value) {
    if (value != null && !ID.matcher(value).matches()) {
      throw Refusals.invalid(
          name
              + " Reason: It can include alphanumeric and punctuation characters, 1 to 128 in"
              + " length");
    }
  }

  private Map<String, String> bodies() {
    if (structure == null || structure.isEmpty()) {
      return Map.of(Draft.DEFAULT, message);
    }
    if (!structure.equals("json")) {
      throw Refusals.invalid("MessageStructure");
    }
    JsonNode root;
    try {
      root = JSON.readTree(message);
    } catch (JsonProcessingException _) {
      throw Refusals.invalid("Message Structure - JSON message body failed to parse");
    }
    if (!root.isObject() || !root.path(Draft.DEFAULT).isTextual()) {
      throw Refusals.invalid("Message Structure - No default entry in JSON message body");
    }
    var bodies = new HashMap<String, String>();
    for (var entry : root.properties()) {
      if (entry.getValue().isTextual()) { // others are of no protocol
        bodies.put(entry.getKey(), entry.getValue().textValue());
      }
    }
    return Map.copyOf(bodies);
  }

  private static MessageAttribute attribute(String name, MessageAttributeValue value) {
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw Refusals.invalidValue(
          "Invalid message attribute name: " + name + " (letters, digits, _, - and single dots)");
    }
    var lowered = name.toLowerCase(java.util.Locale.ROOT);
    if (lowered.startsWith("aws.") || lowered.startsWith("amazon.")) {
      throw Refusals.invalidValue(
          "The message attribute name '%s' begins with a reserved prefix.".formatted(name));
    }
    var type = value.dataType();
    if (!TYPE.matcher(type).matches()) {
      throw Refusals.invalidValue(
          "The message attribute '%s' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
              .formatted(name));
    }
    var text = value.stringValue();
    var binary = value.binaryValue();
    boolean present =
        type.startsWith("Binary")
            ? binary != null && binary.asByteArrayUnsafe().length > 0 && text == null
            : text != null && !text.isEmpty() && binary == null;
    if (!present) {
      throw Refusals.invalidValue(
          "The message attribute '%s' must contain non-empty message attribute value for message attribute type '%s'."
              .formatted(name, type));
    }
    if (type.startsWith("Number") && !NUMBER.matcher(String.valueOf(text)).matches()) {
      throw Refusals.invalidValue(
          "The message attribute '%s' with type 'Number' must use a valid number value."
              .formatted(name));
    }
    if (type.equals("String.Array")) {
      checkArray(name, String.valueOf(text));
    }
    return binary == null
        ? new MessageAttribute(type, String.valueOf(text), null)
        : new MessageAttribute(type, "", Payload.of(binary.asByteArray()));
  }

  private static void checkArray(String name, String text) {
    try {
      var array = JSON.readTree(text);
      if (array.isArray() && array.valueStream().noneMatch(JsonNode::isContainerNode)) {
        return;
      }
    } catch (JsonProcessingException _) {
      // told below
    }
    throw Refusals.invalidValue(
        "The message attribute '%s' with type 'String.Array' must be a JSON array of strings, numbers, true, false or null."
            .formatted(name));
  }
}
