package dev.hearth.messaging.topics;

import dev.hearth.kernel.ServiceException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A subscription's ARN: its topic's, a colon, and a UUID.
public record SubscriptionArn(TopicArn topic, String id) {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  /// Reads what a request says.
  ///
  /// @throws ServiceException `InvalidParameter` for what is no subscription's ARN
  public static SubscriptionArn parse(String text) {
    return find(text)
        .orElseThrow(
            () -> Refusals.invalid("SubscriptionArn Reason: An ARN of a subscription is expected"));
  }

  /// The subscription that `text` names, or nothing where it is no subscription's ARN.
  public static Optional<SubscriptionArn> find(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !ID.matcher(text.substring(colon + 1)).matches()) {
      return Optional.empty();
    }
    return TopicArn.find(text.substring(0, colon))
        .map(topic -> new SubscriptionArn(topic, text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return topic + ":" + id;
  }
}
