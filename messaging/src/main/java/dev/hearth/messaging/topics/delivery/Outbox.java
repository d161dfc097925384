package dev.hearth.messaging.topics.delivery;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.store.OutboxEntry;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.messaging.topics.store.TopicTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Where mail, SMS and push notifications end: Hearth sends none, and keeps them for their
/// publisher to read.
public final class Outbox {
  private static final Duration RETENTION = Duration.ofDays(7);
  private static final int MOST = 100_000;
  private static final String MAIL_SUBJECT = "AWS Notification Message";

  private final TopicStore store;
  private final Links links;
  private final TopicKeys keys;

  public Outbox(TopicStore store, Links links, TopicKeys keys) {
    this.store = store;
    this.links = links;
    this.keys = keys;
  }

  /// An account's entries, the latest first. A body that KMS does not open says why instead.
  ///
  /// @param recipient empty for any
  /// @param before the [OutboxEntry#id] that was listed last; [Long#MAX_VALUE] for the beginning
  public List<OutboxEntry> list(AccountId account, String recipient, long before, int most) {
    return store.read(tables -> tables.outbox().list(account, recipient, before, most)).stream()
        .map(this::opened)
        .toList();
  }

  private OutboxEntry opened(OutboxEntry entry) {
    var label = entry.label();
    if (label == null) {
      return entry;
    }
    try {
      return entry.with(keys.open(label, entry.body()), null);
    } catch (ServiceException refusal) {
      return entry.with("(sealed; %s: %s)".formatted(refusal.code(), refusal.getMessage()), null);
    }
  }

  /// What a subscription gets, as part of the publisher's transaction.
  ///
  /// @param notification in SNS's words; null where it goes as it is
  void notify(
      TopicTables tables,
      Message message,
      Subscription subscription,
      String body,
      @Nullable Notification notification) {
    var subject = Objects.requireNonNullElse(message.draft().subject(), "");
    var text =
        switch (subscription.protocol()) {
          case "email" ->
              body
                  + "\n\n--\nTo stop receiving notifications from this topic, visit\n"
                  + links.unsubscribe(subscription.arn());
          case "email-json" ->
              notification == null ? body : notification.json(subscription, OptionalLong.empty());
          default -> body;
        };
    if (subscription.protocol().equals("application") && !isEnabled(tables, subscription)) {
      return;
    }
    boolean mail = subscription.protocol().startsWith("email");
    var entry =
        new OutboxEntry(
            0,
            message.topic().account(),
            message.published(),
            subscription.protocol(),
            subscription.endpoint(),
            message.topic().toString(),
            message.id(),
            mail && subject.isEmpty() ? MAIL_SUBJECT : subject,
            text,
            null);
    var key = message.key();
    tables.outbox().add(key == null ? entry : entry.with(key.seal(text), key.label().toString()));
  }

  private static boolean isEnabled(TopicTables tables, Subscription subscription) {
    return PlatformArn.find(subscription.endpoint())
        .flatMap(arn -> tables.platforms().find(arn))
        .map(endpoint -> "true".equals(endpoint.attributes().get("Enabled")))
        .orElse(false);
  }

  /// Asks the owner of a mail address, as part of the caller's transaction.
  void ask(
      TopicTables tables, Kind kind, Subscription subscription, String messageId, Instant time) {
    var topic = subscription.arn().topic();
    tables
        .outbox()
        .add(
            new OutboxEntry(
                0,
                topic.account(),
                time,
                subscription.protocol(),
                subscription.endpoint(),
                topic.toString(),
                messageId,
                kind == Kind.SUBSCRIBE
                    ? "AWS Notification - Subscription Confirmation"
                    : "AWS Notification - Unsubscribe Confirmation",
                Confirmation.text(kind, subscription)
                    + "\n"
                    + links.subscribe(topic, subscription.token()),
                null));
  }

  /// Keeps what goes to a telephone number or a device and to no topic.
  public void send(OutboxEntry entry) {
    store.write(
        tables -> {
          tables.outbox().add(entry);
          return null;
        });
  }

  /// Deletes what is old; to be called now and then.
  public void sweep(Instant now) {
    while (store.write(tables -> tables.outbox().forget(now.minus(RETENTION), MOST)) > 0) {
      // few at once, so that other writers get between
    }
  }
}
