package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.Topic;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;

/// Makes a topic, or finds the one of this name, which must not differ from what is asked for.
final class CreateTopic implements Operation<CreateTopicRequest, CreateTopicResponse> {
  /// Source: SNS's API reference, `CreateTopic`.
  private static final int MOST = 100_000;

  private static final String FIFO = "FifoTopic";
  private static final String WHAT_NAMES_ARE =
      "made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens,"
          + " and must be between 1 and 256 characters long.";

  private final TopicStore store;
  private final TopicAccess access;

  CreateTopic(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(CreateTopicRequest input, Call call) {
    var topic = arn(input, call);
    var tags = TagLimits.conditions(TagLimits.read(input.tags()));
    var create = access.on("sns:CreateTopic", topic, call, tags);
    return tags.isEmpty() ? create : create.and("sns:TagResource", topic, tags);
  }

  @Override
  public CreateTopicResponse run(CreateTopicRequest input, Call call) {
    var arn = arn(input, call);
    var attributes = new TreeMap<String, String>();
    input.attributes().forEach(attributes::put);
    attributes.remove(FIFO);
    attributes.forEach((name, value) -> TopicAttributes.check(name, value, arn.isFifo()));
    PutDataProtectionPolicy.check(Objects.requireNonNullElse(input.dataProtectionPolicy(), ""));
    var tags = TagLimits.check(TagLimits.read(input.tags()));
    store.change(
        arn,
        tables -> {
          var existing = tables.find(arn);
          if (existing.isPresent()) {
            compare(existing.get(), attributes, tags);
          } else {
            if (tables.count(arn.account(), arn.region()) >= MOST) {
              throw new ServiceException(
                  "TopicLimitExceeded", 403, "The account has 100000 topics in this region");
            }
            attributes.values().removeIf(String::isEmpty);
            tables.insert(new Topic(arn, attributes, tags));
          }
          return null;
        });
    return CreateTopicResponse.builder().topicArn(arn.toString()).build();
  }

  private static TopicArn arn(CreateTopicRequest input, Call call) {
    var asked = input.attributes().getOrDefault(FIFO, "false");
    boolean fifo = asked.equals("true");
    if (!fifo && !asked.equals("false")) {
      throw Refusals.invalid("Attributes Reason: FifoTopic must be true or false");
    }
    if (!TopicArn.isName(input.name(), fifo)) {
      throw Refusals.invalid(
          fifo
              ? "Fifo Topic names must end with .fifo and must be " + WHAT_NAMES_ARE
              : "Topic Name");
    }
    return new TopicArn(call.account(), call.region(), input.name());
  }

  private static void compare(
      Topic topic, Map<String, String> attributes, Map<String, String> tags) {
    var shown = TopicAttributes.show(topic, Map.<State, Long>of());
    attributes.forEach(
        (name, value) -> {
          if (!value.equals(shown.getOrDefault(name, ""))) {
            throw Refusals.invalid(
                "Attributes Reason: Topic already exists with different attributes");
          }
        });
    if (!tags.isEmpty() && !tags.equals(topic.tags())) {
      throw Refusals.invalid("Tags Reason: Topic already exists with different tags");
    }
  }
}
