package dev.hearth.messaging.buses.targets;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.EventIntake;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Functions, invoked asynchronously. A loop of a function and a bus ends where a loop of functions
/// does, and is told in the same place: see [dev.hearth.invocation.Lineage].
public final class LambdaTarget implements TargetService {
  private final EventIntake intake;
  private final ServiceAccess access;
  private final Supplier<String> requestIds;

  /// @param requestIds UUIDs
  public LambdaTarget(EventIntake intake, ServiceAccess access, Supplier<String> requestIds) {
    this.intake = intake;
    this.access = access;
    this.requestIds = requestIds;
  }

  @Override
  public void check(RuleReference rule, Target target) {
    function(target.arn());
  }

  private static FunctionReference function(String text) {
    var arn = Arn.parse(text).orElseThrow();
    return FunctionReference.parse(
        new AccountId(arn.account()), new Region(arn.region()), text, null);
  }

  @Override
  public Sent send(Shipment shipment) {
    var target = shipment.target();
    access.check(shipment.rule().arn(), target.roleArn(), "lambda:InvokeFunction", target.arn());
    var function = function(target.arn());
    intake.accept(
        function,
        new Event(
            requestIds.get(), function.arn(), shipment.body(), null, shipment.event().trace()));
    return new Sent.Delivered();
  }
}
