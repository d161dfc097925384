package dev.hearth.messaging.queues;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a queue's attributes say, with the defaults for those that were not set.
///
/// Source: SQS API Reference, `SetQueueAttributes`.
///
/// @param given the attributes as they were set, by their names in the API
/// @param delay until a message can be received, 0 to 900 s
/// @param maximumMessageSize in bytes, body and attributes together
/// @param retention 60 s to 14 days
/// @param waitTime how long a receive waits for a message, 0 to 20 s
/// @param visibility how long a received message is hidden, 0 to 12 h
/// @param redrive where to messages go that were received too often; null for nowhere
/// @param redriveAllow which queues may send their dead letters here
/// @param fifo whether it is a FIFO queue
/// @param contentBasedDeduplication whether a message's body tells duplicates
/// @param deduplicationByGroup whether duplicates are looked for in the message's group only
/// @param encryption by which KMS key messages are sealed; null for none
/// @param policy the queue's policy, a JSON document; null for none
public record QueueSettings(
    Map<String, String> given,
    Duration delay,
    int maximumMessageSize,
    Duration retention,
    Duration waitTime,
    Duration visibility,
    @Nullable Redrive redrive,
    RedriveAllow redriveAllow,
    boolean fifo,
    boolean contentBasedDeduplication,
    boolean deduplicationByGroup,
    @Nullable Encryption encryption,
    @Nullable String policy) {
  /// Largest message, and largest batch: 1 MiB. Source: SQS Developer Guide, "Message quotas".
  public static final int LARGEST_MESSAGE = 1_048_576;

  private static final int REUSE = 300; // seconds

  /// How messages are sealed.
  ///
  /// @param keyId the `KmsMasterKeyId`: an id, an alias or an ARN
  /// @param reuse how long a data key is used and kept, 1 min to 24 h
  public record Encryption(String keyId, Duration reuse) {}

  /// @param given well-formed, as `SetQueueAttributes` leaves them
  public static QueueSettings of(Map<String, String> given) {
    return new QueueSettings(
        Map.copyOf(given),
        seconds(given, "DelaySeconds", 0),
        number(given, "MaximumMessageSize", LARGEST_MESSAGE),
        seconds(given, "MessageRetentionPeriod", 345_600),
        seconds(given, "ReceiveMessageWaitTimeSeconds", 0),
        seconds(given, "VisibilityTimeout", 30),
        given.containsKey("RedrivePolicy") ? Redrive.parse(given.get("RedrivePolicy")) : null,
        RedriveAllow.parse(given.get("RedriveAllowPolicy")),
        "true".equals(given.get("FifoQueue")),
        "true".equals(given.get("ContentBasedDeduplication")),
        "messageGroup".equals(given.get("DeduplicationScope")),
        encryption(given),
        given.get("Policy"));
  }

  private static @Nullable Encryption encryption(Map<String, String> given) {
    var keyId = given.get("KmsMasterKeyId");
    return keyId == null
        ? null
        : new Encryption(keyId, seconds(given, "KmsDataKeyReusePeriodSeconds", REUSE));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    var text = given.get(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private static Duration seconds(Map<String, String> given, String name, int otherwise) {
    return Duration.ofSeconds(number(given, name, otherwise));
  }
}
