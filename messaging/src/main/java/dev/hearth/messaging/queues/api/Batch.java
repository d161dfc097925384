package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/// What batches have in common.
final class Batch {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private Batch() {}

  /// @param ids of the entries
  /// @param kind of an entry, for the message
  /// @throws ServiceException for a batch that is refused as a whole
  static void check(List<String> ids, String kind) {
    if (ids.isEmpty()) {
      throw new ServiceException(
          "EmptyBatchRequest",
          400,
          "There should be at least one %s in the request.".formatted(kind));
    }
    if (ids.size() > Queues.LARGEST_BATCH) {
      throw new ServiceException(
          "TooManyEntriesInBatchRequest",
          400,
          "Maximum number of entries per request are %d. You have sent %d."
              .formatted(Queues.LARGEST_BATCH, ids.size()));
    }
    var seen = new HashSet<String>();
    for (var id : ids) {
      if (!ID.matcher(id).matches()) {
        throw new ServiceException(
            "InvalidBatchEntryId",
            400,
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It"
                + " can be at most 80 letters long.");
      }
      if (!seen.add(id)) {
        throw new ServiceException(
            "BatchEntryIdsNotDistinct", 400, "Id %s repeated.".formatted(id));
      }
    }
  }

  /// An entry that failed while others may not.
  static BatchResultErrorEntry failed(String id, ServiceException refusal) {
    return BatchResultErrorEntry.builder()
        .id(id)
        .senderFault(refusal.status() < 500)
        .code(refusal.code())
        .message(refusal.getMessage())
        .build();
  }
}
