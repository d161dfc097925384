package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.MessageAttribute;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.ReceivedMessage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// Which attributes a receiver wants to see, and messages as it sees them.
///
/// @param system names of system attributes
/// @param names of message attributes: a name, `prefix.*`, `All` or `.*`
record ShownAttributes(Set<String> system, List<String> names) {
  private static final String ALL = "All";

  @SuppressWarnings("deprecation") // older clients send AttributeNames
  static ShownAttributes of(ReceiveMessageRequest input) {
    var system = new HashSet<String>(input.attributeNamesAsStrings());
    system.addAll(input.messageSystemAttributeNamesAsStrings());
    for (var name : system) {
      if (MessageSystemAttributeName.fromValue(name)
              == MessageSystemAttributeName.UNKNOWN_TO_SDK_VERSION
          && !name.equals("SqsManagedSseEnabled")) {
        throw new dev.hearth.kernel.ServiceException(
            "InvalidAttributeName", 400, "Unknown Attribute %s.".formatted(name));
      }
    }
    for (var name : input.messageAttributeNames()) {
      if (name.isEmpty() || name.length() > 256) {
        throw QueueErrors.invalidParameter(
            name, "MessageAttributeNames", "A name has 1 to 256 characters.");
      }
    }
    return new ShownAttributes(system, input.messageAttributeNames());
  }

  Message show(ReceivedMessage received) {
    var attributes = new LinkedHashMap<String, MessageAttribute>();
    received
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (isWanted(name)) {
                attributes.put(name, attribute);
              }
            });
    var message =
        Message.builder()
            .messageId(received.messageId())
            .receiptHandle(received.receiptHandle())
            .body(received.body())
            .md5OfBody(Digest.of(received.body()));
    if (!attributes.isEmpty()) {
      var shown = new LinkedHashMap<String, MessageAttributeValue>();
      attributes.forEach((name, attribute) -> shown.put(name, value(attribute)));
      message.messageAttributes(shown).md5OfMessageAttributes(Digest.of(attributes));
    }
    var system = systemAttributes(received);
    if (!system.isEmpty()) {
      message.attributesWithStrings(system);
    }
    return message.build();
  }

  private boolean isWanted(String name) {
    for (var wanted : names) {
      if (wanted.equals(name)
          || wanted.equals(ALL)
          || (wanted.endsWith(".*") && name.startsWith(wanted.substring(0, wanted.length() - 2)))) {
        return true;
      }
    }
    return false;
  }

  private static MessageAttributeValue value(MessageAttribute attribute) {
    var binary = attribute.binary();
    return MessageAttributeValue.builder()
        .dataType(attribute.dataType())
        .stringValue(attribute.string())
        .binaryValue(binary == null ? null : SdkBytes.fromByteArrayUnsafe(binary.bytes()))
        .build();
  }

  private Map<String, String> systemAttributes(ReceivedMessage received) {
    var shown = new LinkedHashMap<String, String>();
    put(shown, "SenderId", received.sender());
    put(
        shown,
        "ApproximateFirstReceiveTimestamp",
        Long.toString(received.firstReceived().toEpochMilli()));
    put(shown, "ApproximateReceiveCount", Long.toString(received.receives()));
    put(shown, "SentTimestamp", Long.toString(received.sent().toEpochMilli()));
    put(shown, "SequenceNumber", received.sequenceNumber());
    put(shown, "MessageDeduplicationId", received.deduplicationId());
    put(shown, "MessageGroupId", received.groupId());
    put(shown, "AWSTraceHeader", received.trace());
    put(shown, "DeadLetterQueueSourceArn", received.deadLetterSource());
    return shown;
  }

  private void put(Map<String, String> shown, String name, @Nullable String value) {
    if (value != null && (system.contains(name) || system.contains(ALL))) {
      shown.put(name, value);
    }
  }
}
