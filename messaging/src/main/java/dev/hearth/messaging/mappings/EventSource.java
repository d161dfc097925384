package dev.hearth.messaging.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.util.List;
import java.util.Map;

/// A service whose records functions can be invoked with. The parts that have one implement one of
/// the two kinds; what they share is what the operations on mappings ask.
public sealed interface EventSource permits QueueSource, StreamSource {
  /// What the function's execution role must be allowed to do with the source, such as
  /// `sqs:ReceiveMessage`; checked in this order.
  List<String> actions();

  /// What AWS answers where the role is not allowed `action`.
  String denied(String action, Arn source);

  /// Returns where `version` can be invoked with what is in `source`.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` in AWS's words
  ///   where the source does not exist or does not fit the function
  void check(Arn source, FunctionVersion version);

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
  record BatchLimits(int usual, int most, int mostAtOnce, boolean windows) {}
}
