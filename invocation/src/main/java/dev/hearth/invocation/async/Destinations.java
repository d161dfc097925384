package dev.hearth.invocation.async;

import dev.hearth.functions.DestinationCheck;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The services that records can be sent to, by the service's name in their ARNs. Each is added
/// when its part is put together; until then its ARNs are refused.
public final class Destinations implements DestinationCheck {
  private static final System.Logger LOG = System.getLogger(Destinations.class.getName());

  private final Map<String, Destination> services = new ConcurrentHashMap<>();
  private final ExecutionRole role;

  public Destinations(ExecutionRole role) {
    this.role = role;
  }

  /// Sends what names `service` to `destination` from now on.
  ///
  /// @param service such as `lambda`
  public void serve(String service, Destination destination) {
    services.put(service, destination);
  }

  @Override
  public void check(String roleArn, Arn target) {
    var destination = services.get(target.service());
    if (destination == null) {
      throw invalid(
          "The destination "
              + target
              + " cannot be sent to: Hearth does not have the service "
              + target.service()
              + " yet.");
    }
    if (!role.may(roleArn, destination.action(), target)) {
      throw invalid(
          "The function's execution role does not have permissions to call %s on %s"
              .formatted(
                  destination.action().substring(destination.action().indexOf(':') + 1), target));
    }
  }

  private static ServiceException invalid(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }

  /// Sends a record, if the role may still do so.
  public Receipt deliver(Delivery delivery) {
    var destination = services.get(delivery.target().service());
    if (destination == null) {
      return new Receipt.Refused("no service " + delivery.target().service());
    }
    try {
      return role.may(delivery.role(), destination.action(), delivery.target())
          ? destination.deliver(delivery)
          : new Receipt.Refused(
              "%s is not allowed %s on %s"
                  .formatted(delivery.role(), destination.action(), delivery.target()));
    } catch (ServiceException e) {
      var why = e.code() + ": " + e.getMessage();
      return e.status() == 429 || e.status() >= 500
          ? new Receipt.Unavailable(why)
          : new Receipt.Refused(why);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, delivery.target() + " could not be sent to; it is tried again", e);
      return new Receipt.Unavailable(e.toString());
    }
  }
}
