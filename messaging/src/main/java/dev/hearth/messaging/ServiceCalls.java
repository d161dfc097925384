package dev.hearth.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.protocol.ModelJson;
import dev.hearth.wire.validation.Validator;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Calls operations of Hearth's own services from within, as their API would be called: the input
/// is validated, the caller's policies decide, and only then the operation runs.
public final class ServiceCalls {
  private final Supplier<List<Service>> services;
  private final Authorization authorization;
  private final URI endpoint;
  private final InstantSource clock;

  /// @param services asked at each call, for they are put together later
  public ServiceCalls(
      Supplier<List<Service>> services,
      Authorization authorization,
      URI endpoint,
      InstantSource clock) {
    this.services = services;
    this.authorization = authorization;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  private record Callable(OperationModel model, Operation<SdkPojo, SdkPojo> operation) {}

  /// Whether there is such an operation, and its input and answer are documents.
  ///
  /// @param service the SDK's package name, such as `sqs`
  /// @param operation such as `SendMessage`, its first letter in either case
  public boolean knows(String service, String operation) {
    return find(service, operation).isPresent();
  }

  private Optional<Callable> find(String service, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var wanted = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return services.get().stream()
        .filter(each -> each.name().equals(service))
        .flatMap(each -> each.operations().stream())
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .flatMap(
            found -> {
              var model = ServiceModel.of(service).operation(wanted).orElseThrow();
              if (Shape.of(model.newInput()).payload() != null
                  || !(found instanceof Operation<?, ?> plain)) {
                return Optional.empty();
              }
              @SuppressWarnings("unchecked") // the model gives the input of its own class
              var operation = (Operation<SdkPojo, SdkPojo>) plain;
              return Optional.of(new Callable(model, operation));
            });
  }

  /// @param input the request's members by their names on the wire, or in the model where they
  ///   travel outside of the body
  /// @throws ServiceException as the operation refuses
  public SdkPojo call(
      String service, String operation, JsonNode input, Caller caller, Region region) {
    var callable =
        find(service, operation)
            .orElseThrow(
                () ->
                    new ServiceException(
                        "NotImplemented", 400, service + " has no operation " + operation));
    var builder = ModelJson.readInput(Payload.of(input.toString()), callable.model.newInput());
    var request = (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    Validator.validate(callable.model, request);
    var call =
        new Call(
            UUID.randomUUID().toString(),
            callable.model.service().signingName(),
            callable.model.name(),
            region,
            caller,
            endpoint,
            "127.0.0.1", // it comes from nowhere else
            "",
            clock.instant());
    authorization.check(callable.operation.access(request, call), call);
    return callable.operation.run(request, call);
  }
}
