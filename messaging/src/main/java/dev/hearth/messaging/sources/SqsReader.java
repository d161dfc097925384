package dev.hearth.messaging.sources;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.messaging.sealing.KeyUser;
import java.time.Duration;
import java.util.List;

/// What one mapping takes from a queue of SQS.
final class SqsReader implements QueueReader {
  private final Queues queues;
  private final KeyUser user;

  /// @param user in whose name the queues' keys are used
  SqsReader(Queues queues, KeyUser user) {
    this.queues = queues;
    this.user = user;
  }

  private Queue queue(Arn arn) {
    return queues.find(arn).orElseThrow(QueueErrors::noSuchQueue);
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    var queue = queue(arn);
    return queues.receive(queue, Receive.upTo(most, patience), user).stream()
        .map(
            message ->
                new Message(
                    message.messageId(),
                    message.receiptHandle(),
                    message.trace(),
                    SqsRecord.write(queue, message)))
        .toList();
  }

  @Override
  public void delete(Arn arn, List<Message> messages) {
    var queue = queue(arn);
    for (int i = 0; i < messages.size(); i += Queues.LARGEST_BATCH) {
      var some = messages.subList(i, Math.min(i + Queues.LARGEST_BATCH, messages.size()));
      // One that cannot be deleted is another's by now, and comes again.
      var _ = queues.delete(queue, some.stream().map(Message::receipt).toList());
    }
  }

  @Override
  public void release(Arn arn, List<Message> messages) {
    var queue = queue(arn);
    for (var message : messages) {
      try {
        queues.changeVisibility(queue, message.receipt(), Duration.ZERO);
      } catch (ServiceException e) {
        if (e.status() >= 500) {
          throw e;
        } // else it is another's by now
      }
    }
  }

  @Override
  public void reject(Arn arn, List<Message> messages) {
    var queue = queue(arn);
    var redrive = queue.settings().redrive();
    var deadLetters = redrive == null ? null : queues.find(redrive.deadLetterQueue()).orElse(null);
    if (deadLetters != null) {
      for (var message : messages) {
        var record = Filterable.record(message.record());
        var group = record.at("/attributes/MessageGroupId").textValue();
        queues.send(
            deadLetters,
            OutgoingMessage.of(
                    record.path("body").asText(), record.at("/attributes/SenderId").asText())
                .inGroup(group, group == null ? null : message.id()),
            user);
      }
    }
    delete(arn, messages);
  }

  @Override
  public Duration visibility(Arn arn) {
    return queue(arn).settings().visibility();
  }
}
