package dev.hearth.messaging.topics.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.kernel.AccountId;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Set;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.AddPermissionResponse;

/// Lets other accounts use a topic, by a statement in its policy.
final class AddPermission implements Operation<AddPermissionRequest, AddPermissionResponse> {
  private static final Set<String> ACTIONS =
      Set.of(
          "AddPermission",
          "DeleteTopic",
          "GetDataProtectionPolicy",
          "GetTopicAttributes",
          "ListSubscriptionsByTopic",
          "ListTagsForResource",
          "Publish",
          "PutDataProtectionPolicy",
          "RemovePermission",
          "SetTopicAttributes",
          "Subscribe",
          "*");

  private final TopicStore store;
  private final TopicAccess access;

  AddPermission(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(AddPermissionRequest input, Call call) {
    return access.on("sns:AddPermission", TopicAccess.topic(call, input.topicArn()), call);
  }

  @Override
  public AddPermissionResponse run(AddPermissionRequest input, Call call) {
    var arn = TopicAccess.topic(call, input.topicArn());
    var statement = JsonNodeFactory.instance.objectNode();
    statement.put("Sid", input.label()).put("Effect", "Allow");
    statement.putObject("Principal").set("AWS", principals(input));
    statement.set("Action", actions(input));
    statement.put("Resource", arn.toString());
    store.change(
        arn,
        tables -> {
          var topic = tables.find(arn).orElseThrow(Refusals::topicNotFound);
          var policy = PolicyText.parse(topic.policy());
          if (policy.has(input.label())) {
            throw Refusals.invalid("Statement already exists");
          }
          var longer = policy.with(statement).toString();
          TopicAttributes.check("Policy", longer, arn.isFifo());
          tables.update(topic.with("Policy", longer));
          return null;
        });
    return AddPermissionResponse.builder().build();
  }

  private static ArrayNode principals(AddPermissionRequest input) {
    var principals = JsonNodeFactory.instance.arrayNode();
    for (var account : input.awsAccountIds()) {
      if (!AccountId.isValid(account)) {
        throw Refusals.invalid("AWSAccountId Reason: " + account + " is no account number");
      }
      principals.add("arn:aws:iam::" + account + ":root");
    }
    if (principals.isEmpty()) {
      throw Refusals.invalid("AWSAccountId Reason: At least one account is expected");
    }
    return principals;
  }

  private static ArrayNode actions(AddPermissionRequest input) {
    var actions = JsonNodeFactory.instance.arrayNode();
    for (var action : input.actionNames()) {
      if (!ACTIONS.contains(action)) {
        throw Refusals.invalid("Policy statement action out of service scope!");
      }
      actions.add("SNS:" + action);
    }
    if (actions.isEmpty()) {
      throw Refusals.invalid("ActionName Reason: At least one action is expected");
    }
    return actions;
  }
}
