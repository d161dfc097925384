package dev.hearth.messaging.buses.targets;

import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleBook;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Other buses, of any account and region of this Hearth. An event that came from another bus goes
/// to no third one, so buses cannot make a loop.
public final class BusTarget implements TargetService {
  private final RuleBook rules;
  private final Ingestion ingestion;
  private final ServiceAccess access;

  public BusTarget(RuleBook rules, Ingestion ingestion, ServiceAccess access) {
    this.rules = rules;
    this.ingestion = ingestion;
    this.access = access;
  }

  @Override
  public void check(RuleReference rule, Target target) {
    var bus =
        BusReference.parse(target.arn())
            .orElseThrow(
                () -> Refusals.invalid(target.arn(), "Provided Arn is not in correct format."));
    if (bus.equals(rule.bus())) {
      throw Refusals.invalid(target.arn(), "Source and target event bus must not be the same.");
    }
    if (target.input() != null || target.inputPath() != null || target.inputTransformer() != null) {
      throw Refusals.invalid(
          "Input, InputPath and InputTransformer are not available for an event bus as target.");
    }
  }

  @Override
  public Sent send(Shipment shipment) {
    var bus = BusReference.parse(shipment.target().arn()).orElseThrow();
    if (shipment.event().forwarded()) {
      return new Sent.Refused(
          "THIRD_ACCOUNT_HOP_DETECTED",
          "An event that came from another bus goes to no third one.");
    }
    var rule = shipment.rule();
    var role = shipment.target().roleArn();
    if (role != null) {
      access.check(rule.arn(), role, "events:PutEvents", bus.toString());
    } else if (!bus.account().equals(rule.bus().account())) {
      access.checkAccount(rule.arn(), "events:PutEvents", bus.toString());
    }
    if (!rules.exists(bus)) {
      return new Sent.Refused("NO_RESOURCE", "Event bus " + bus.name() + " does not exist.");
    }
    var plan = ingestion.plan(bus, shipment.event().forward(), _ -> true);
    return new Sent.Within(sql -> ingestion.put(sql, plan), ingestion::announce);
  }
}
