package dev.hearth.messaging.queues;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;
import java.util.Map;

/// A queue as it was when it was looked up.
///
/// @param id its own; a later queue of the same name has another
/// @param arn `arn:aws:sqs:region:account:name`
/// @param tags by key
public record Queue(
    long id,
    Arn arn,
    QueueSettings settings,
    Map<String, String> tags,
    Instant created,
    Instant modified) {

  /// The ARN of the queue with this name.
  public static Arn arn(Region region, AccountId account, String name) {
    return Arn.of("sqs", region, account, name);
  }

  public String name() {
    return arn.resource();
  }

  public AccountId account() {
    return new AccountId(arn.account());
  }

  public Region region() {
    return new Region(arn.region());
  }

  /// Whether messages of one group are handed out one after the other.
  public boolean isFifo() {
    return settings.fifo();
  }
}
