package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What would have left Hearth by mail, SMS or push.
///
/// @param id counts up; 0 before it is stored
/// @param account whose it is: the topic's, or that of whoever published to a number or a device
/// @param protocol `email`, `email-json`, `sms` or `application`
/// @param recipient a mail address, a telephone number or a device's ARN
/// @param topic the topic's ARN; empty where it was published to the recipient alone
/// @param subject empty for none
/// @param label of the data key that the body is sealed by; null where it is in the clear
public record OutboxEntry(
    long id,
    AccountId account,
    Instant written,
    String protocol,
    String recipient,
    String topic,
    String messageId,
    String subject,
    String body,
    @Nullable String label) {

  /// With another body.
  public OutboxEntry with(String body, @Nullable String label) {
    return new OutboxEntry(
        id, account, written, protocol, recipient, topic, messageId, subject, body, label);
  }
}
