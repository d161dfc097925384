package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.MessageAttribute;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.wire.Call;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Checks messages as clients send them. Sources: `SendMessage`; SQS Developer Guide, "Message
/// metadata".
record MessageInput(
    @Nullable String body,
    @Nullable Integer delaySeconds,
    Map<String, MessageAttributeValue> attributes,
    Map<String, MessageSystemAttributeValue> systemAttributes,
    @Nullable String groupId,
    @Nullable String deduplicationId) {
  private static final int MOST_ATTRIBUTES = 10;
  private static final int LONGEST_DELAY = 900;
  private static final String TRACE =
      MessageSystemAttributeNameForSends.AWS_TRACE_HEADER.toString();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
  private static final int LONGEST_NAME = 256;
  private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(?:\\..+)?");
  private static final int LONGEST_TYPE = 256;
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?");
  private static final BigDecimal LARGEST_NUMBER = new BigDecimal("1e128");
  private static final int MOST_DIGITS = 38;

  static MessageInput of(SendMessageRequest input) {
    return new MessageInput(
        input.messageBody(),
        input.delaySeconds(),
        input.messageAttributes(),
        input.messageSystemAttributesAsStrings(),
        input.messageGroupId(),
        input.messageDeduplicationId());
  }

  static MessageInput of(SendMessageBatchRequestEntry input) {
    return new MessageInput(
        input.messageBody(),
        input.delaySeconds(),
        input.messageAttributes(),
        input.messageSystemAttributesAsStrings(),
        input.messageGroupId(),
        input.messageDeduplicationId());
  }

  /// A message, and the digests that its sender compares.
  ///
  /// @param attributesDigest null without attributes
  /// @param systemDigest null without system attributes
  record Checked(
      OutgoingMessage message,
      String bodyDigest,
      @Nullable String attributesDigest,
      @Nullable String systemDigest) {}

  /// The message is part of the trace that its sender names, or else of the request's own. Source:
  /// Amazon SQS Developer Guide, "Using X-Ray to trace messages".
  ///
  /// @throws ServiceException as `SendMessage` refuses
  Checked check(Call call) {
    if (body == null || body.isEmpty()) {
      throw QueueErrors.missingParameter("MessageBody");
    }
    var attributes = checkedAttributes();
    var system = checkedSystemAttributes();
    var trace = system.get(TRACE);
    var message =
        new OutgoingMessage(
            Characters.allowed(body),
            attributes,
            call.caller().userId(),
            trace == null ? call.traceId() : trace.string(),
            delay(),
            id("MessageGroupId", groupId),
            id("MessageDeduplicationId", deduplicationId));
    return new Checked(message, Digest.of(body), Digest.of(attributes), Digest.of(system));
  }

  private @Nullable Duration delay() {
    if (delaySeconds == null) {
      return null;
    }
    if (delaySeconds < 0 || delaySeconds > LONGEST_DELAY) {
      throw QueueErrors.invalidParameter(
          delaySeconds.toString(), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
    }
    return Duration.ofSeconds(delaySeconds);
  }

  private static @Nullable String id(String name, @Nullable String value) {
    if (value != null && !ID.matcher(value).matches()) {
      throw QueueErrors.invalidParameter(
          value,
          name,
          name + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
    return value;
  }

  private Map<String, MessageAttribute> checkedAttributes() {
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw QueueErrors.invalidParameter(
          "Number of message attributes [%d] exceeds the allowed maximum [%d]."
              .formatted(attributes.size(), MOST_ATTRIBUTES));
    }
    var checked = new LinkedHashMap<String, MessageAttribute>();
    attributes.forEach((name, value) -> checked.put(name(name), attribute(name, value)));
    return checked;
  }

  private static String name(String name) {
    var lowered = name.toLowerCase(java.util.Locale.ROOT);
    if (name.length() > LONGEST_NAME
        || !NAME.matcher(name).matches()
        || lowered.startsWith("aws.")
        || lowered.startsWith("amazon.")) {
      throw QueueErrors.invalidParameter(
          name,
          "MessageAttributeName",
          "The message attribute name can contain alphanumeric characters, underscores, hyphens and"
              + " periods, must not start or end with a period or have two in succession, must not"
              + " start with AWS. or Amazon., and can be up to 256 characters long.");
    }
    return name;
  }

  private static MessageAttribute attribute(String name, MessageAttributeValue value) {
    if (value.hasStringListValues() || value.hasBinaryListValues()) {
      throw new ServiceException(
          "UnsupportedOperation",
          400,
          "Message attribute list values in SendMessage operation are not supported.");
    }
    var binary = value.binaryValue();
    return attribute(
        name,
        value.dataType(),
        value.stringValue(),
        binary == null ? null : Payload.of(binary.asByteArrayUnsafe()));
  }

  private static MessageAttribute attribute(
      String name, @Nullable String type, @Nullable String string, @Nullable Payload binary) {
    if (type == null || type.isEmpty()) {
      throw QueueErrors.invalidParameter(
          "The message attribute '%s' must contain non-empty message attribute type."
              .formatted(name));
    }
    var prefix = TYPE.matcher(type);
    if (type.length() > LONGEST_TYPE || !prefix.matches()) {
      throw QueueErrors.invalidParameter(
          "The message attribute '%s' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
              .formatted(name));
    }
    boolean wantsBytes = prefix.group(1).equals("Binary");
    if (wantsBytes
        ? binary == null || binary.size() == 0 || string != null
        : string == null || string.isEmpty() || binary != null) {
      throw QueueErrors.invalidParameter(
          "The message attribute '%s' must contain non-empty message attribute value for message attribute type '%s'."
              .formatted(name, type));
    }
    if (string != null && !Characters.areAllowed(string)) {
      throw QueueErrors.invalidParameter(
          "The message attribute '%s' contains characters outside the allowed set."
              .formatted(name));
    }
    if (prefix.group(1).equals("Number") && !isNumber(string)) {
      throw QueueErrors.invalidParameter(
          "Can't cast the value of message attribute '%s' to a number.".formatted(name));
    }
    return new MessageAttribute(type, string, binary);
  }

  private static boolean isNumber(@Nullable String text) {
    if (text == null || text.length() > 200 || !NUMBER.matcher(text).matches()) {
      return false;
    }
    var number = new BigDecimal(text);
    return number.abs().compareTo(LARGEST_NUMBER) <= 0
        && number.stripTrailingZeros().precision() <= MOST_DIGITS;
  }

  private Map<String, MessageAttribute> checkedSystemAttributes() {
    var checked = new LinkedHashMap<String, MessageAttribute>();
    systemAttributes.forEach(
        (name, value) -> {
          if (!name.equals(TRACE)) {
            throw QueueErrors.invalidParameter(
                "Message system attribute name '%s' is invalid. Valid names are AWSTraceHeader."
                    .formatted(name));
          }
          if (!"String".equals(value.dataType())) {
            throw QueueErrors.invalidParameter(
                "The message system attribute 'AWSTraceHeader' must have the type String.");
          }
          checked.put(name, attribute(name, value.dataType(), value.stringValue(), null));
        });
    return checked;
  }
}
