package dev.hearth.messaging.topics.store;

import dev.hearth.messaging.topics.TopicArn;
import java.util.Map;
import java.util.TreeMap;

/// A topic.
///
/// @param attributes what was set, by SNS's names
public record Topic(TopicArn arn, Map<String, String> attributes, Map<String, String> tags) {
  /// The value of an attribute, or `otherwise` where it was not set.
  public String attribute(String name, String otherwise) {
    return attributes.getOrDefault(name, otherwise);
  }

  /// Whether an attribute that says `true` or `false` says `true`.
  public boolean is(String name) {
    return "true".equals(attributes.get(name));
  }

  /// Who may do what with it.
  public String policy() {
    var own = attributes.get("Policy");
    return own == null ? defaultPolicy() : own;
  }

  /// What lets the account of the topic's owner use it. Source: Amazon SNS Developer Guide, on
  /// access control.
  private String defaultPolicy() {
    return """
    {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
    "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes",\
    "SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",\
    "SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
    "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}\
    """
        .formatted(arn, arn.account());
  }

  /// The same with an attribute set; an empty value takes it away.
  public Topic with(String name, String value) {
    var changed = new TreeMap<>(attributes);
    if (value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Topic(arn, changed, tags);
  }

  /// The same with other tags.
  public Topic tagged(Map<String, String> other) {
    return new Topic(arn, attributes, other);
  }
}
