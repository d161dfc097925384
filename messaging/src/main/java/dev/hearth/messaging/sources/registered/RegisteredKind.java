package dev.hearth.messaging.sources.registered;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSource.BatchLimits;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// What every kind of registered source answers alike when a mapping is made: which one an ARN
/// means, whose it is, what the function's role must be allowed, how much is read at once, and how
/// filters see a record.
///
/// A kind extends [RegisteredQueue], or this and implements
/// [dev.hearth.messaging.mappings.StreamSource], whose methods of the same names these are.
public abstract class RegisteredKind {
  private final RegisteredSources registered;
  private final String scheme;

  /// @param scheme of the URLs of this kind, without the `s` for TLS
  protected RegisteredKind(RegisteredSources registered, String scheme) {
    this.registered = registered;
    this.scheme = scheme;
  }

  /// The source that an ARN means.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` where there is
  ///   none such, or it is not for the account
  protected final RegisteredSource find(Arn arn) {
    return registered.find(arn, scheme);
  }

  /// The one queue, key or topic that a mapping reads.
  ///
  /// @param what it is, for the refusal of none or several
  protected static String only(EventSourceMappingConfiguration settings, String what) {
    if (settings.queues().size() != 1) {
      throw EventSources.invalid("Queues: one is required, %s.".formatted(what));
    }
    return settings.queues().getFirst();
  }

  /// The source is there, and in the function's account.
  public void check(Arn source, FunctionVersion version) {
    if (!source.account().equals(version.account().digits())) {
      throw EventSources.invalid("The source must be in the same account as the function.");
    }
    find(source);
  }

  /// Of those that AWS does not have, one of our own.
  public List<String> actions() {
    return List.of("hearth:ReadSource");
  }

  public String denied(String action, Arn source) {
    return "The provided execution role does not have permissions to call %s on %s"
        .formatted(action.substring(action.indexOf(':') + 1), source);
  }

  public String conflict(Arn source, String functionName, String uuid) {
    return ("An event source mapping with event source arn (\" %s \") and function (\" %s \")"
            + " already exists. Please update or delete the existing mapping with UUID %s")
        .formatted(source, functionName, uuid);
  }

  public BatchLimits limits(Arn source) {
    return BatchLimits.OF_BROKERS;
  }

  /// Of CloudEvents as they are.
  public JsonNode filterable(Payload record) {
    return Filterable.record(record);
  }
}
