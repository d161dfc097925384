package dev.hearth.messaging.mappings;

import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The services that functions can be invoked from, by the service's name in their ARNs. Each is
/// added when its part is put together; until then its ARNs are refused.
public final class EventSources {
  private final Map<String, EventSource> services = new ConcurrentHashMap<>();
  private final ExecutionRole role;

  public EventSources(ExecutionRole role) {
    this.role = role;
  }

  /// Reads what names `service` from `source` from now on.
  ///
  /// @param service such as `sqs`
  public void serve(String service, EventSource source) {
    services.put(service, source);
  }

  public Optional<EventSource> find(Arn source) {
    return Optional.ofNullable(services.get(source.service()));
  }

  /// The source that an ARN of a request means.
  ///
  /// @throws ServiceException `InvalidParameterValueException` where there is none such
  public EventSource get(Arn source) {
    return find(source)
        .orElseThrow(
            () ->
                invalid(
                    "The event source %s cannot be read: Hearth does not have the service %s yet."
                        .formatted(source, source.service())));
  }

  /// Returns where the role may read the source.
  ///
  /// @throws ServiceException `InvalidParameterValueException` in AWS's words where it may not
  public void checkRole(String roleArn, EventSource source, Arn arn) {
    for (var action : source.actions()) {
      if (!role.may(roleArn, action, arn)) {
        throw invalid(source.denied(action, arn));
      }
    }
  }

  /// A refusal of what a user asked for.
  public static ServiceException invalid(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }
}
