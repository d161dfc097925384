package dev.hearth.messaging.buses.delivery;

import dev.hearth.messaging.buses.RuleReference;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// A service whose resources can be targets of rules. The parts that have one register it with
/// [TargetServices].
public interface TargetService {
  /// Refuses a target whose settings do not fit the service.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException`
  default void check(RuleReference rule, Target target) {}

  /// Sends; it is durable at the other end when this returns, or when what it answers has run. The
  /// same may be sent again after a crash.
  ///
  /// @throws dev.hearth.kernel.ServiceException where the service refuses, see [Sent#of]
  Sent send(Shipment shipment);
}
