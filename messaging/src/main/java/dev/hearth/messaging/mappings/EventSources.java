package dev.hearth.messaging.mappings;

import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// The services that functions can be invoked from, by the service's name in their ARNs. Each is
/// added when its part is put together; until then its ARNs are refused.
public final class EventSources {
  /// The code of a source's refusals that are one of AWS's sentences, without a code.
  public static final String IN_WORDS = "EventSourceProblem";

  private static final String READ_SECRET = "secretsmanager:GetSecretValue";

  private final Map<String, Function<Arn, EventSource>> services = new ConcurrentHashMap<>();
  private final ExecutionRole role;

  public EventSources(ExecutionRole role) {
    this.role = role;
  }

  /// Reads what names `service` from `source` from now on.
  ///
  /// @param service such as `sqs`
  public void serve(String service, EventSource source) {
    services.put(service, _ -> source);
  }

  /// The same for a service with several kinds of sources.
  ///
  /// @param kinds the kind that an ARN means; throws [ServiceException] where it means none
  public void serve(String service, Function<Arn, EventSource> kinds) {
    services.put(service, kinds);
  }

  /// @throws ServiceException `InvalidParameterValueException` where its service knows none such
  public Optional<EventSource> find(Arn source) {
    return Optional.ofNullable(services.get(source.service())).map(kinds -> kinds.apply(source));
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
  public void checkRole(
      String roleArn, EventSource source, Arn arn, EventSourceMappingConfiguration settings) {
    for (var action : source.actions()) {
      if (!role.may(roleArn, action, arn)) {
        throw invalid(source.denied(action, arn));
      }
    }
    for (var secret : source.secrets(settings)) {
      if (!role.may(roleArn, READ_SECRET, secret)) {
        throw invalid(unreadable(secret));
      }
    }
  }

  /// What AWS says of a secret that the role may not read, or that is not there.
  public static String unreadable(Arn secret) {
    return ("Cannot access secret manager value %s. Please ensure the role can perform the '%s'"
            + " action on your broker in IAM.")
        .formatted(secret, READ_SECRET);
  }

  /// A refusal of what a user asked for.
  public static ServiceException invalid(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }
}
