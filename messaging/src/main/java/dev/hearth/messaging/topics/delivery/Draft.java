package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.topics.MessageAttribute;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is published, checked already.
///
/// @param subject null for none
/// @param bodies by protocol; `default` is there always
/// @param attributes by name
/// @param group of messages that keep their order; null for none
/// @param deduplicationId as the publisher gave it; null for none
/// @param traceId AWS's trace header, or null
public record Draft(
    @Nullable String subject,
    Map<String, String> bodies,
    Map<String, MessageAttribute> attributes,
    @Nullable String group,
    @Nullable String deduplicationId,
    @Nullable String traceId) {
  /// The key of what goes to every protocol that has no body of its own.
  public static final String DEFAULT = "default";

  /// A body for all protocols.
  public static Draft of(
      @Nullable String subject,
      String body,
      Map<String, MessageAttribute> attributes,
      @Nullable String traceId) {
    return new Draft(subject, Map.of(DEFAULT, body), attributes, null, null, traceId);
  }

  /// What goes to a protocol, such as `sqs`, or to a push platform, such as `GCM`.
  public String body(String protocol) {
    var own = bodies.get(protocol);
    return own == null ? bodies.getOrDefault(DEFAULT, "") : own;
  }
}
