package dev.hearth.messaging.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.sealing.RoleSessions;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Queues of SQS. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
public final class SqsSource implements QueueSource {
  private static final int LARGEST_BATCH = 10_000;
  private static final int LARGEST_AT_ONCE = 10;

  private final Queues queues;
  private final RoleSessions sessions;

  /// @param sessions of the roles that use the queues' keys
  public SqsSource(Queues queues, RoleSessions sessions) {
    this.queues = queues;
    this.sessions = sessions;
  }

  @Override
  public QueueReader open(String uuid, Arn queue, EventSourceMappingConfiguration settings) {
    throw new IllegalStateException("queues are read in the name of a role");
  }

  @Override
  public QueueReader open(
      String uuid, Arn queue, EventSourceMappingConfiguration settings, Supplier<SourceRole> role) {
    // By the mapping, so that its role need not be looked up for each receive.
    return new SqsReader(
        queues,
        new KeyUser(
            () -> "mapping " + uuid,
            () -> {
              var reader = role.get();
              return sessions.open(reader.principal(), reader.role(), queue);
            }));
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
