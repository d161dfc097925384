package dev.hearth.functions.events;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

/// Changes what is configured for asynchronous invocation: what the request leaves out stays. Both
/// destinations are one setting.
final class UpdateFunctionEventInvokeConfig
    implements Operation<
        UpdateFunctionEventInvokeConfigRequest, UpdateFunctionEventInvokeConfigResponse> {
  private final EventInvokeConfigs configs;
  private final DestinationInput destinations;
  private final Permissions permissions;

  UpdateFunctionEventInvokeConfig(
      EventInvokeConfigs configs, DestinationInput destinations, Permissions permissions) {
    this.configs = configs;
    this.destinations = destinations;
    this.permissions = permissions;
  }

  @Override
  public Access access(UpdateFunctionEventInvokeConfigRequest input, Call call) {
    return permissions.on(
        "lambda:UpdateFunctionEventInvokeConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public UpdateFunctionEventInvokeConfigResponse run(
      UpdateFunctionEventInvokeConfigRequest input, Call call) {
    var function = Configured.of(call, input.functionName(), input.qualifier());
    configs.get(function); // refused before its destinations are looked at
    var sendTo = destinations.read(function, input.destinationConfig());
    boolean redirected = input.destinationConfig() != null;
    var changed =
        configs.update(
            function,
            config ->
                new EventInvokeConfig(
                    function,
                    orElse(input.maximumRetryAttempts(), config.retryAttempts()),
                    orElse(input.maximumEventAgeInSeconds(), config.eventAgeSeconds()),
                    redirected ? sendTo.onSuccess() : config.onSuccess(),
                    redirected ? sendTo.onFailure() : config.onFailure(),
                    call.time()));
    return Shapes.copy(changed.show(), UpdateFunctionEventInvokeConfigResponse.builder()).build();
  }

  private static @Nullable Integer orElse(@Nullable Integer input, @Nullable Integer before) {
    return input == null ? before : input;
  }
}
