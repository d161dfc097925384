package dev.hearth.messaging.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A service whose records functions can be invoked with. The parts that have one implement one of
/// the two kinds; what they share is what the operations on mappings ask.
public sealed interface EventSource permits QueueSource, StreamSource {
  /// What the function's execution role must be allowed to do with the source, such as
  /// `sqs:ReceiveMessage`; checked in this order.
  List<String> actions();

  /// Secrets of Secrets Manager that the source is read with: the role must be allowed to read
  /// them, too.
  default List<Arn> secrets(EventSourceMappingConfiguration settings) {
    return List.of();
  }

  /// What AWS answers where the role is not allowed `action`.
  String denied(String action, Arn source);

  /// Returns where `version` can be invoked with what is in `source`.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` in AWS's words
  ///   where the source does not exist or does not fit the function
  void check(Arn source, FunctionVersion version);

  /// Returns where the settings say what of the source is to be read, and only what this kind of
  /// source can do.
  ///
  /// @param settings defaults filled in
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException`
  default void check(Arn source, EventSourceMappingConfiguration settings) {}

  /// The settings of a new mapping with what the source adds where its user says nothing.
  ///
  /// @param uuid the mapping's
  default EventSourceMappingConfiguration completed(
      EventSourceMappingConfiguration settings, String uuid) {
    return settings;
  }

  /// What an event has before and after its records, which stand between them as in a JSON array.
  ///
  /// @param settings of the mapping
  /// @param shard where the records are from; empty for queues
  default Frame frame(Arn source, EventSourceMappingConfiguration settings, String shard) {
    return Frame.RECORDS;
  }

  /// What is around the records of an event.
  ///
  /// @param before ends with the bracket that opens their array
  /// @param after begins with the bracket that closes it, and does not close the event
  record Frame(String before, String after) {
    /// As SQS, Kinesis and most others have it.
    public static final Frame RECORDS = new Frame("{\"Records\":[", "]");
  }

  /// How large the batches of this source may be, in records.
  BatchLimits limits(Arn source);

  /// A record as filters see it: its data, where that is a JSON object, as that object.
  ///
  /// @param record as it stands in the function's event
  JsonNode filterable(Payload record);

  /// What Lambda calls a change that a user asked for, in `StateTransitionReason`.
  String userAction();

  /// What AWS answers where a mapping of this source to the function exists.
  String conflict(Arn source, String functionName, String uuid);

  /// Members of requests that mean nothing for this source, each with AWS's refusal; by their names
  /// in the API.
  Map<String, String> unsupported();

  /// How many records of a source make a batch.
  ///
  /// @param usual where the user says nothing
  /// @param most that may be asked for
  /// @param mostAtOnce without a batching window
  /// @param windows whether it can have a batching window
  record BatchLimits(int usual, int most, int mostAtOnce, boolean windows) {
    /// What Kafka and Amazon MQ have on AWS, and others outside of Hearth as well. Source: AWS
    /// Lambda Developer Guide, "Lambda parameters for Amazon MSK and self-managed Apache Kafka
    /// event source mappings" and "Event source mapping parameters" of Amazon MQ.
    public static final BatchLimits OF_BROKERS = new BatchLimits(100, 10_000, 10_000, true);
  }
}
