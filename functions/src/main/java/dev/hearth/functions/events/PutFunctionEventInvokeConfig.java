package dev.hearth.functions.events;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;

/// Configures asynchronous invocation anew: what the request leaves out is not configured
/// afterwards.
final class PutFunctionEventInvokeConfig
    implements Operation<
        PutFunctionEventInvokeConfigRequest, PutFunctionEventInvokeConfigResponse> {
  private final EventInvokeConfigs configs;
  private final Catalogue catalogue;
  private final DestinationInput destinations;
  private final Permissions permissions;

  PutFunctionEventInvokeConfig(
      EventInvokeConfigs configs,
      Catalogue catalogue,
      DestinationInput destinations,
      Permissions permissions) {
    this.configs = configs;
    this.catalogue = catalogue;
    this.destinations = destinations;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutFunctionEventInvokeConfigRequest input, Call call) {
    return permissions.on(
        "lambda:PutFunctionEventInvokeConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public PutFunctionEventInvokeConfigResponse run(
      PutFunctionEventInvokeConfigRequest input, Call call) {
    var function = Configured.of(call, input.functionName(), input.qualifier());
    if (input.maximumRetryAttempts() == null
        && input.maximumEventAgeInSeconds() == null
        && input.destinationConfig() == null) {
      throw Refusals.invalid(
          "You must specify at least one of error handling or destination setting.");
    }
    if (catalogue.find(function).isEmpty()) {
      throw EventInvokeConfigs.noFunction(function);
    }
    var sendTo = destinations.read(function, input.destinationConfig());
    var config =
        new EventInvokeConfig(
            function,
            input.maximumRetryAttempts(),
            input.maximumEventAgeInSeconds(),
            sendTo.onSuccess(),
            sendTo.onFailure(),
            call.time());
    configs.put(config);
    return Shapes.copy(config.show(), PutFunctionEventInvokeConfigResponse.builder()).build();
  }
}
