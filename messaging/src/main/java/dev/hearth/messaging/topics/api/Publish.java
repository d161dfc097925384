package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.delivery.Draft;
import dev.hearth.messaging.topics.delivery.Outbox;
import dev.hearth.messaging.topics.delivery.Publisher;
import dev.hearth.messaging.topics.store.OutboxEntry;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/// Publishes a message to a topic; or writes one to the outbox for a telephone or a device.
final class Publish implements Operation<PublishRequest, PublishResponse> {
  private final TopicStore store;
  private final TopicAccess access;
  private final Publisher publisher;
  private final Outbox outbox;

  Publish(TopicStore store, TopicAccess access, Publisher publisher, Outbox outbox) {
    this.store = store;
    this.access = access;
    this.publisher = publisher;
    this.outbox = outbox;
  }

  /// The one that a message is for; others are null.
  private record Target(
      @Nullable TopicArn topic, @Nullable PlatformArn device, @Nullable String number) {}

  @Override
  public Access access(PublishRequest input, Call call) {
    var target = target(input, call);
    if (target.topic != null) {
      return access.on("sns:Publish", target.topic, call);
    }
    return Access.to("sns:Publish", target.device != null ? target.device : "*");
  }

  private static Target target(PublishRequest input, Call call) {
    if (input.phoneNumber() != null && input.topicArn() == null && input.targetArn() == null) {
      if (!Endpoints.isNumber(input.phoneNumber())) {
        throw Refusals.invalid(
            "PhoneNumber Reason: " + input.phoneNumber() + " is not valid to publish to");
      }
      return new Target(null, null, input.phoneNumber());
    }
    if ((input.topicArn() == null) == (input.targetArn() == null) || input.phoneNumber() != null) {
      throw Refusals.invalid("TopicArn or TargetArn Reason: exactly one target is expected");
    }
    var arn = input.topicArn() != null ? input.topicArn() : input.targetArn();
    var device = PlatformArn.find(arn).filter(PlatformArn::isEndpoint);
    return device.isPresent()
        ? new Target(null, device.get(), null)
        : new Target(TopicAccess.topic(call, arn), null, null);
  }

  @Override
  public PublishResponse run(PublishRequest input, Call call) {
    var target = target(input, call);
    var draft =
        new MessageInput(
                input.message(),
                input.subject(),
                input.messageStructure(),
                input.messageAttributes(),
                input.messageGroupId(),
                input.messageDeduplicationId())
            .draft(call.traceId());
    if (target.topic != null) {
      var accepted =
          publisher.publish(target.topic, List.of(draft), KeyUser.of(call.caller())).getFirst();
      return PublishResponse.builder()
          .messageId(accepted.messageId())
          .sequenceNumber(accepted.sequence())
          .build();
    }
    if (target.device != null) {
      checkDevice(target.device);
      write(
          call,
          "application",
          target.device.toString(),
          draft.body(target.device.platform()),
          draft);
    } else {
      write(call, "sms", String.valueOf(target.number), draft.body("sms"), draft);
    }
    return PublishResponse.builder().messageId(call.requestId()).build();
  }

  private void checkDevice(PlatformArn arn) {
    var device = store.read(tables -> tables.platforms().find(arn));
    if (device.isEmpty()) {
      throw Refusals.invalid("TargetArn Reason: No endpoint found for the target arn specified");
    }
    if (!"true".equals(device.get().attributes().get("Enabled"))) {
      throw new ServiceException("EndpointDisabled", 400, "Endpoint is disabled");
    }
    var application = store.read(tables -> tables.platforms().find(arn.ofApplication()));
    if (application.isEmpty() || "false".equals(application.get().attributes().get("Enabled"))) {
      throw new ServiceException(
          "PlatformApplicationDisabled", 400, "Platform application is disabled");
    }
  }

  private void write(Call call, String protocol, String recipient, String body, Draft draft) {
    outbox.send(
        new OutboxEntry(
            0,
            call.account(),
            call.time(),
            protocol,
            recipient,
            "",
            call.requestId(),
            Objects.requireNonNullElse(draft.subject(), ""),
            body,
            null));
  }
}
