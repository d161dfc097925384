package dev.hearth.benchmarks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue over many kills: what was acknowledged of it, and what came out. One client receives.
class CrashQueue {
  private static final int VISIBILITY_SECONDS = 5;
  private static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

  private final String name;
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> received = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private long back;
  private long again;
  private String url = "";

  CrashQueue(String name) {
    this.name = name;
  }

  final String name() {
    return name;
  }

  final String url() {
    return url;
  }

  final void create(SqsClient sqs, Map<QueueAttributeName, String> attributes) {
    var all = new HashMap<>(attributes);
    all.put(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(VISIBILITY_SECONDS));
    sqs.createQueue(r -> r.queueName(name).attributes(all));
  }

  /// Each Hearth has another port.
  final void find(SqsClient sqs) {
    url = sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
  }

  /// The message with this body was acknowledged.
  final void sent(String body) {
    sent.add(body);
  }

  /// Receives, and deletes what was received; a deletion counts when it was acknowledged.
  final void consume(SqsClient sqs) {
    var messages =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID))
            .messages();
    for (var message : messages) {
      back += deleted.contains(message.body()) ? 1 : 0;
      again += received.add(message.body()) ? 0 : 1;
      look(message);
    }
    for (var message : messages) {
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      deleted.add(message.body());
    }
  }

  /// Looks at what a kind of queue must hold beside.
  void look(Message message) {}

  final boolean isEmpty(SqsClient sqs) {
    return sqs
        .getQueueAttributes(r -> r.queueUrl(url).attributeNames(COUNTS))
        .attributes()
        .values()
        .stream()
        .allMatch("0"::equals);
  }

  final int acknowledged() {
    return sent.size();
  }

  final long lost() {
    return sent.stream().filter(body -> !received.contains(body)).count();
  }

  final long back() {
    return back;
  }

  final long again() {
    return again;
  }
}
