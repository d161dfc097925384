package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionResponse;

/// Takes a statement out of a topic's policy; one that is not there is as good as taken. When it
/// was the last, the policy is the default one again.
final class RemovePermission
    implements Operation<RemovePermissionRequest, RemovePermissionResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  RemovePermission(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(RemovePermissionRequest input, Call call) {
    return access.on("sns:RemovePermission", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public RemovePermissionResponse run(RemovePermissionRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    store.change(
        arn,
        tables -> {
          var topic = tables.find(arn).orElseThrow(Refusals::topicNotFound);
          var policy = PolicyText.parse(topic.policy());
          if (policy.has(input.label())) {
            var shorter = policy.without(input.label());
            tables.update(topic.with("Policy", shorter.isEmpty() ? "" : shorter.toString()));
          }
          return null;
        });
    return RemovePermissionResponse.builder().build();
  }
}
