package dev.hearth.messaging.buses.delivery;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The services that events can be sent to. Until a service is registered its ARNs are refused.
public final class TargetServices {
  private static final System.Logger LOG = System.getLogger(TargetServices.class.getName());

  private final Map<String, TargetService> services = new ConcurrentHashMap<>();

  /// Sends what names `service` through `target` from now on.
  ///
  /// @param service the service of the ARNs, such as `lambda`; where one service has several kinds
  ///   of target, with the first word of the resource: `events:event-bus`
  public void serve(String service, TargetService target) {
    services.put(service, target);
  }

  /// Refuses a target that could not be sent to.
  ///
  /// @throws ServiceException `ValidationException`
  public void check(RuleReference rule, Target target) {
    var arn = Arn.parse(target.arn()).orElse(null);
    if (arn == null || arn.resource().isEmpty()) {
      throw Refusals.invalid(target.arn(), "Provided Arn is not in correct format.");
    }
    var service = find(arn);
    if (service == null) {
      throw Refusals.invalid(
          target.arn(), "Hearth has no targets of the service " + arn.service() + ".");
    }
    service.check(rule, target);
  }

  private @Nullable TargetService find(Arn arn) {
    var kind = arn.resource().split("[/:]", 2)[0];
    var service = services.get(arn.service() + ":" + kind);
    return service == null ? services.get(arn.service()) : service;
  }

  Sent send(Shipment shipment) {
    var service = Arn.parse(shipment.target().arn()).map(this::find).orElse(null);
    if (service == null) {
      return new Sent.Refused("NO_RESOURCE", "No such target: " + shipment.target().arn());
    }
    try {
      return service.send(shipment);
    } catch (ServiceException e) {
      return Sent.of(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, shipment.target().arn() + " could not be sent to", e);
      return new Sent.Failed("INTERNAL_ERROR", "The event could not be sent.");
    }
  }
}
