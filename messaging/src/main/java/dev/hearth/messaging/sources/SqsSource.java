package dev.hearth.messaging.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.Queues.Receive;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Queues of SQS. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
public final class SqsSource implements QueueSource, QueueReader {
  private static final int LARGEST_BATCH = 10_000;
  private static final int LARGEST_AT_ONCE = 10;

  private final Queues queues;

  public SqsSource(Queues queues) {
    this.queues = queues;
  }

  @Override
  public QueueReader open(String uuid, Arn queue, EventSourceMappingConfiguration settings) {
    return this;
  }

  private Queue queue(Arn arn) {
    return queues.find(arn).orElseThrow(QueueErrors::noSuchQueue);
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    var queue = queue(arn);
    return queues.receive(queue, Receive.upTo(most, patience)).stream()
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
                .inGroup(group, group == null ? null : message.id()));
      }
    }
    delete(arn, messages);
  }

  @Override
  public Duration visibility(Arn arn) {
    return queue(arn).settings().visibility();
  }

  @Override
  public List<String> actions() {
    return List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  }

  @Override
  public String denied(String action, Arn source) {
    return "The provided execution role does not have permissions to call %s on SQS"
        .formatted(action.substring(action.indexOf(':') + 1));
  }

  @Override
  public void check(Arn source, FunctionVersion version) {
    var queue =
        queues
            .find(source)
            .orElseThrow(
                () ->
                    EventSources.invalid(
                        "Error occurred while ReceiveMessage. SQS Error Code:"
                            + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The"
                            + " specified queue does not exist."));
    var visibility = queue.settings().visibility();
    if (visibility.compareTo(version.timeout()) < 0) {
      throw EventSources.invalid(
          "Queue visibility timeout: %d seconds is less than Function timeout: %d seconds"
              .formatted(visibility.toSeconds(), version.timeout().toSeconds()));
    }
  }

  @Override
  public BatchLimits limits(Arn source) {
    boolean fifo = source.resource().endsWith(".fifo");
    return new BatchLimits(
        LARGEST_AT_ONCE, fifo ? LARGEST_AT_ONCE : LARGEST_BATCH, LARGEST_AT_ONCE, !fifo);
  }

  @Override
  public JsonNode filterable(Payload record) {
    var event = (ObjectNode) Filterable.record(record);
    event.set("body", Filterable.data(event.path("body").asText()));
    return event;
  }

  @Override
  public String conflict(Arn source, String functionName, String uuid) {
    return ("An event source mapping with SQS arn (\" %s \") and function (\" %s \") already"
            + " exists. Please update or delete the existing mapping with UUID %s")
        .formatted(source, functionName, uuid);
  }
}
