package dev.hearth.cli.check.deployed;

import dev.hearth.cli.Json;
import dev.hearth.cli.check.DeployedQueue;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Reads queues and their policies.
final class Queues {
  private final SqsClient sqs;
  private final Consumer<Subject> subjects;

  Queues(SqsClient sqs, Consumer<Subject> subjects) {
    this.sqs = sqs;
    this.subjects = subjects;
  }

  /// @param others ARNs of queues that take functions' failures
  void read(Set<String> others) {
    var deadLetters = new HashSet<>(others);
    var queues = new LinkedHashMap<String, Map<QueueAttributeName, String>>();
    for (var url : sqs.listQueuesPaginator(r -> r.maxResults(1000)).queueUrls()) {
      var name = url.substring(url.lastIndexOf('/') + 1);
      try {
        var attributes =
            sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        queues.put(name, attributes);
        var redrive = attributes.get(QueueAttributeName.REDRIVE_POLICY);
        if (redrive != null) {
          deadLetters.add(Json.parse(redrive).path("deadLetterTargetArn").asText());
        }
      } catch (AwsServiceException e) {
        subjects.accept(Policies.refused(Place.of("queue " + name), e));
      }
    }
    queues.forEach(
        (name, attributes) -> {
          boolean managed =
              "true".equals(attributes.get(QueueAttributeName.SQS_MANAGED_SSE_ENABLED));
          var key = attributes.getOrDefault(QueueAttributeName.KMS_MASTER_KEY_ID, "");
          var queue =
              new DeployedQueue(
                  name,
                  managed || !key.isEmpty(),
                  attributes.containsKey(QueueAttributeName.REDRIVE_POLICY),
                  deadLetters.contains(attributes.get(QueueAttributeName.QUEUE_ARN)));
          subjects.accept(queue);
          Policies.give(
              Place.of(queue.resource(), "policy"),
              attributes.get(QueueAttributeName.POLICY),
              subjects);
        });
  }
}
