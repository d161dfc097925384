package dev.hearth.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A FIFO queue. Each group is counted up by one client, which sends a number again, after a kill,
/// where it was not told that it had been taken: as the same message, by its deduplication id.
final class CrashFifoQueue extends CrashQueue {
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Long> attempted = new ConcurrentHashMap<>();
  private final Map<String, Long> highest = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final AtomicLong known = new AtomicLong();
  private long disorder;
  private long twice;

  CrashFifoQueue(String name) {
    super(name);
  }

  /// Sends the group's next number.
  void send(SqsClient sqs, String group) {
    long number = acknowledged.getOrDefault(group, 0L) + 1;
    var body = group + " " + number;
    boolean repeated = attempted.getOrDefault(group, 0L) == number;
    attempted.put(group, number);
    sqs.sendMessage(
        r ->
            r.queueUrl(url())
                .messageGroupId(group)
                .messageDeduplicationId(body.replace(' ', '-'))
                .messageBody(body));
    if (repeated) {
      known.incrementAndGet();
    }
    acknowledged.put(group, number);
    sent(body);
  }

  @Override
  void look(Message message) {
    var group = message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
    long number = Long.parseLong(message.body().split(" ", -1)[1]);
    long last = highest.getOrDefault(group, 0L);
    disorder += number > last + 1 ? 1 : 0;
    highest.put(group, Math.max(last, number));
    var id = ids.putIfAbsent(message.body(), message.messageId());
    twice += id == null || id.equals(message.messageId()) ? 0 : 1;
  }

  /// Numbers that were sent again.
  long known() {
    return known.get();
  }

  /// Numbers that came before one below them.
  long disorder() {
    return disorder;
  }

  /// Numbers that became two messages.
  long twice() {
    return twice;
  }
}
