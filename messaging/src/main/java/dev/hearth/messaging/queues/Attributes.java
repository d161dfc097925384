package dev.hearth.messaging.queues;

import java.util.LinkedHashMap;
import java.util.Map;

/// A queue's attributes as the API shows them, the counts aside.
public final class Attributes {
  private Attributes() {}

  /// By name. Those that have a default are there always, others where they were set.
  public static Map<String, String> of(Queue queue) {
    var settings = queue.settings();
    var all = new LinkedHashMap<String, String>();
    all.put("QueueArn", queue.arn().toString());
    all.put("CreatedTimestamp", Long.toString(queue.created().getEpochSecond()));
    all.put("LastModifiedTimestamp", Long.toString(queue.modified().getEpochSecond()));
    all.put("VisibilityTimeout", Long.toString(settings.visibility().toSeconds()));
    all.put("MaximumMessageSize", Integer.toString(settings.maximumMessageSize()));
    all.put("MessageRetentionPeriod", Long.toString(settings.retention().toSeconds()));
    all.put("DelaySeconds", Long.toString(settings.delay().toSeconds()));
    all.put("ReceiveMessageWaitTimeSeconds", Long.toString(settings.waitTime().toSeconds()));
    if (settings.fifo()) {
      all.put("ContentBasedDeduplication", "false");
      all.put("DeduplicationScope", "queue");
      all.put("FifoThroughputLimit", "perQueue");
    }
    if (settings.given().containsKey("KmsMasterKeyId")) {
      all.put("KmsDataKeyReusePeriodSeconds", "300");
    } else {
      all.put("SqsManagedSseEnabled", "true");
    }
    all.putAll(settings.given());
    return all;
  }
}
