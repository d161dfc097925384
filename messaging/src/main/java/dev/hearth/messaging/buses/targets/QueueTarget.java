package dev.hearth.messaging.buses.targets;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.delivery.DeadLetters;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import dev.hearth.messaging.buses.targets.QueueSender.QueueMessage;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Queues, as targets and for dead letters. The queue's policy must let `events.amazonaws.com`
/// send, or the target's role do so.
public final class QueueTarget implements TargetService, DeadLetters {
  private static final String SEND = "sqs:SendMessage";
  private static final String SENDER = "events.amazonaws.com";
  private static final String FIFO = ".fifo";

  private final QueueSender queues;
  private final ServiceAccess access;

  public QueueTarget(QueueSender queues, ServiceAccess access) {
    this.queues = queues;
    this.access = access;
  }

  @Override
  public void check(RuleReference rule, Target target) {
    boolean grouped =
        target.sqsParameters() != null && target.sqsParameters().messageGroupId() != null;
    if (target.arn().endsWith(FIFO) && !grouped) {
      throw Refusals.invalid(
          "Parameter(s) SqsParameters must be specified for target: " + target.id() + ".");
    }
  }

  @Override
  public Sent send(Shipment shipment) {
    var target = shipment.target();
    access.check(shipment.rule().arn(), target.roleArn(), SEND, target.arn());
    return queues.send(
        new QueueMessage(
            Arn.parse(target.arn()).orElseThrow(),
            shipment.body().text(),
            Map.of(),
            SENDER,
            target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId(),
            shipment.event().trace(),
            access.keyUser(shipment.rule().arn(), target.roleArn())));
  }

  @Override
  public Sent send(Letter letter) {
    access.check(letter.rule().arn(), null, SEND, letter.queue());
    return queues.send(
        new QueueMessage(
            Arn.parse(letter.queue()).orElseThrow(),
            letter.body().text(),
            letter.attributes(),
            SENDER,
            null,
            null,
            access.keyUser(letter.rule().arn(), null)));
  }
}
