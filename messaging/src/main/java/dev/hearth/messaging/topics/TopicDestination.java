package dev.hearth.messaging.topics;

import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.sealing.RoleSessions;
import dev.hearth.messaging.topics.delivery.Draft;
import dev.hearth.messaging.topics.delivery.Publisher;
import java.util.LinkedHashMap;
import java.util.List;

/// Publishes what became of asynchronous events, and events that failed, to topics.
final class TopicDestination implements Destination {
  /// As `Publish` has it.
  private static final int LARGEST = 262_144;

  private static final String LAMBDA = "lambda.amazonaws.com";

  private final Publisher publisher;
  private final RoleSessions sessions;

  TopicDestination(Publisher publisher, RoleSessions sessions) {
    this.publisher = publisher;
    this.sessions = sessions;
  }

  @Override
  public String action() {
    return "sns:Publish";
  }

  @Override
  public Receipt deliver(Delivery delivery) {
    var topic = TopicArn.find(delivery.target().toString()).filter(found -> !found.isFifo());
    if (topic.isEmpty()) {
      return new Receipt.Refused("A standard topic is expected: " + delivery.target());
    }
    if (delivery.body().size() > LARGEST) {
      return new Receipt.Refused("A topic takes messages of at most 262144 bytes");
    }
    var attributes = new LinkedHashMap<String, MessageAttribute>();
    delivery.attributes().forEach((name, value) -> attributes.put(name, attribute(name, value)));
    try {
      publisher.publish(
          topic.get(),
          List.of(Draft.of(null, delivery.body().text(), attributes, delivery.traceId())),
          KeyUser.role(LAMBDA, delivery.role(), delivery.target(), sessions));
      return new Receipt.Delivered();
    } catch (ServiceException e) {
      var why = e.code() + ": " + e.getMessage();
      return e.status() >= 500 ? new Receipt.Unavailable(why) : new Receipt.Refused(why);
    }
  }

  /// Of a dead letter. Source: AWS Lambda Developer Guide, "Adding a dead-letter queue".
  private static MessageAttribute attribute(String name, String value) {
    return name.equals("ErrorCode")
        ? new MessageAttribute("Number", value, null)
        : MessageAttribute.text(value.isEmpty() ? " " : value);
  }
}
