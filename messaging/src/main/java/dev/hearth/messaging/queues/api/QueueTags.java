package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.QueueErrors;
import java.util.HashMap;
import java.util.Map;

/// The limits of tags. Source: SQS Developer Guide, "Queue quotas".
final class QueueTags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private QueueTags() {}

  /// The tags after `added` came to them.
  static Map<String, String> check(Map<String, String> tags, Map<String, String> added) {
    var all = new HashMap<>(tags);
    added.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > LONGEST_KEY || key.startsWith("aws:")) {
            throw QueueErrors.invalidParameter(
                key, "TagKey", "A tag key has 1 to 128 characters and does not begin with aws:.");
          }
          if (value.length() > LONGEST_VALUE) {
            throw QueueErrors.invalidParameter(
                value, "TagValue", "A tag value has 256 characters at most.");
          }
          all.put(key, value);
        });
    if (all.size() > MOST) {
      throw QueueErrors.invalidParameter(
          "Too many tags added for queue. A queue can have %d at most.".formatted(MOST));
    }
    return all;
  }
}
