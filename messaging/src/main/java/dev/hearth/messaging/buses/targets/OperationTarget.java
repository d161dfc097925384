package dev.hearth.messaging.buses.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import java.util.function.Function;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// What is sent to by an operation of a service of Hearth's own: topics, by `sns:Publish`, and
/// state machines, by `states:StartExecution`.
public final class OperationTarget implements TargetService {
  private final ServiceCalls calls;
  private final ServiceAccess access;
  private final String service;
  private final String operation;
  private final boolean roleRequired;
  private final Function<Shipment, ObjectNode> input;

  private OperationTarget(
      ServiceCalls calls,
      ServiceAccess access,
      String service,
      String operation,
      boolean roleRequired,
      Function<Shipment, ObjectNode> input) {
    this.calls = calls;
    this.access = access;
    this.service = service;
    this.operation = operation;
    this.roleRequired = roleRequired;
    this.input = input;
  }

  /// Topics, whose policy lets `events.amazonaws.com` publish.
  public static OperationTarget topics(ServiceCalls calls, ServiceAccess access) {
    return new OperationTarget(
        calls,
        access,
        "sns",
        "Publish",
        false,
        shipment ->
            JsonNodeFactory.instance
                .objectNode()
                .put("TopicArn", shipment.target().arn())
                .put("Message", shipment.body().text()));
  }

  /// State machines, which the target's role may start. A repeated start is told by its name.
  public static OperationTarget stateMachines(ServiceCalls calls, ServiceAccess access) {
    return new OperationTarget(
        calls,
        access,
        "sfn",
        "StartExecution",
        true,
        shipment ->
            JsonNodeFactory.instance
                .objectNode()
                .put("stateMachineArn", shipment.target().arn())
                .put("name", shipment.event().id())
                .put("input", shipment.body().text()));
  }

  @Override
  public void check(RuleReference rule, Target target) {
    if (!calls.knows(service, operation)) {
      throw Refusals.invalid(
          target.arn(), "Hearth has no targets of the service " + service + " yet.");
    }
    if (roleRequired && target.roleArn() == null) {
      throw Refusals.invalid("RoleArn is required for target " + target.arn() + ".");
    }
  }

  @Override
  public Sent send(Shipment shipment) {
    var rule = shipment.rule().arn();
    var role = shipment.target().roleArn();
    var caller = role == null ? access.service(rule) : access.session(role, rule);
    var region = new Region(Arn.parse(shipment.target().arn()).orElseThrow().region());
    calls.call(service, operation, input.apply(shipment), caller, region);
    return new Sent.Delivered();
  }
}
