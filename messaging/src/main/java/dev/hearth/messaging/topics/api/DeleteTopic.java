package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;

/// Deletes a topic with its subscriptions; one that is not there is as good as deleted.
final class DeleteTopic implements Operation<DeleteTopicRequest, DeleteTopicResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  DeleteTopic(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(DeleteTopicRequest input, Call call) {
    return access.on("sns:DeleteTopic", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public DeleteTopicResponse run(DeleteTopicRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    store.change(
        arn,
        tables -> {
          tables.delete(arn);
          return null;
        });
    return DeleteTopicResponse.builder().build();
  }
}
