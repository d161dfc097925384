package dev.hearth.messaging.topics.delivery;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.sealing.DataKey.Label;
import dev.hearth.messaging.sealing.DataKeys;
import dev.hearth.messaging.sealing.KeyService;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.topics.store.Topic;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What seals the messages of topics that have a KMS key, while they wait to be delivered and in
/// the outbox. Publishers must be allowed to use the key; it is SNS itself that opens them again.
///
/// Source: Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs".
public final class TopicKeys {
  /// SNS lets nobody choose.
  private static final Duration REUSE = Duration.ofMinutes(5);

  private final DataKeys keys;

  public TopicKeys(InstantSource clock) {
    keys = new DataKeys(clock, TopicKeys::inWords);
  }

  /// To be called once, when there is a KMS.
  public void connect(KeyService service) {
    keys.connect(service);
  }

  /// Source: SNS API Reference, the errors of `Publish`.
  private static ServiceException inWords(ServiceException refusal) {
    var code =
        switch (refusal.code()) {
          case "AccessDeniedException" -> "KMSAccessDenied";
          case "NotFoundException" -> "KMSNotFound";
          case "DisabledException" -> "KMSDisabled";
          // A key that is gone takes with it what it sealed.
          case "KMSInvalidStateException",
              "InvalidKeyUsageException",
              "InvalidCiphertextException" ->
              "KMSInvalidState";
          default -> refusal.code();
        };
    return new ServiceException(code, 400, refusal.getMessage());
  }

  /// The data key for what `user` publishes; null where the topic has no KMS key.
  ///
  /// @throws ServiceException `KMSAccessDenied`, `KMSDisabled`, …
  @Nullable DataKey sealing(Topic topic, KeyUser user) {
    var keyId = topic.attribute("KmsMasterKeyId", "");
    return keyId.isEmpty() ? null : keys.sealing(keyId, topic.arn().arn(), REUSE, user);
  }

  /// A text that was sealed.
  ///
  /// @param label of its data key
  /// @throws ServiceException `KMSDisabled`, `KMSInvalidState`, …
  String open(String label, String sealed) {
    return keys.kept(Label.parse(label), REUSE).open(sealed);
  }

  /// Forgets the keys whose time is over; to be called every minute or so.
  public void sweep() {
    keys.sweep();
  }
}
