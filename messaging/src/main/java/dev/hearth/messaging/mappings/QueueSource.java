package dev.hearth.messaging.mappings;

import dev.hearth.kernel.Arn;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// A service whose records are leased, one by one, and deleted when they are done with.
public non-sealed interface QueueSource extends EventSource {
  /// Begins to take messages for a mapping; nothing is asked of the source yet.
  ///
  /// @param uuid the mapping's
  /// @param settings of the mapping
  QueueReader open(String uuid, Arn queue, EventSourceMappingConfiguration settings);

  /// As above, for sources whose keys are used in the name of a role.
  ///
  /// @param role asked when one is used
  default QueueReader open(
      String uuid, Arn queue, EventSourceMappingConfiguration settings, Supplier<SourceRole> role) {
    return open(uuid, queue, settings);
  }

  /// In whose name a source is read.
  ///
  /// @param principal the service that the role trusts, such as `lambda.amazonaws.com`
  record SourceRole(String principal, String role) {}

  /// How many batches of one mapping may be worked on at once, where its user does not say. Source:
  /// AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings".
  default int concurrency() {
    return 1_000;
  }

  /// For sources that give nothing up by themselves, and keep what was taken for its taker: what
  /// failed is tried again in its place, and then told to the on-failure destination. Null where
  /// the queue itself sees to that.
  default @Nullable GivingUp givingUp(EventSourceMappingConfiguration settings) {
    return null;
  }

  /// When messages are given up, and how that is told.
  ///
  /// @param retries how often a batch is tried again; -1 for as long as it takes
  /// @param info the name of the member of a failure's record that tells where a message is from,
  ///   such as `MqttBatchInfo`
  record GivingUp(int retries, String info) {
    /// As the mapping says.
    public static GivingUp of(EventSourceMappingConfiguration settings, String info) {
      return new GivingUp(Objects.requireNonNullElse(settings.maximumRetryAttempts(), -1), info);
    }
  }

  /// A mapping is gone: what its source keeps for it may go as well. What cannot be reached keeps
  /// it.
  ///
  /// @param uuid the mapping's
  default void forget(String uuid, Arn queue, EventSourceMappingConfiguration settings) {}

  @Override
  default String userAction() {
    return "USER_INITIATED";
  }

  @Override
  default Map<String, String> unsupported() {
    return QueueMembers.UNSUPPORTED;
  }
}
