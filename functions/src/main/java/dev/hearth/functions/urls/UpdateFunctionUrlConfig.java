package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.api.Shapes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

/// Changes how a URL is served; what the request leaves out stays, and so does the address.
final class UpdateFunctionUrlConfig
    implements Operation<UpdateFunctionUrlConfigRequest, UpdateFunctionUrlConfigResponse> {
  private final UrlStore urls;
  private final UrlAccess access;
  private final InstantSource clock;

  UpdateFunctionUrlConfig(UrlStore urls, UrlAccess access, InstantSource clock) {
    this.urls = urls;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public Access access(UpdateFunctionUrlConfigRequest input, Call call) {
    return access.of("lambda:UpdateFunctionUrlConfig", reference(input, call), input.authType());
  }

  @Override
  public UpdateFunctionUrlConfigResponse run(UpdateFunctionUrlConfigRequest input, Call call) {
    var now = clock.instant();
    var updated = urls.update(reference(input, call), url -> change(url, input, now));
    return Shapes.copy(
            UrlConfigs.show(updated, call.endpoint()), UpdateFunctionUrlConfigResponse.builder())
        .build();
  }

  private static FunctionUrl change(
      FunctionUrl url, UpdateFunctionUrlConfigRequest input, Instant now) {
    return new FunctionUrl(
        url.id(),
        url.function(),
        Objects.requireNonNullElse(input.authType(), url.authType()),
        Objects.requireNonNullElse(input.invokeMode(), url.invokeMode()),
        input.cors() == null ? url.cors() : UrlConfigs.cors(input.cors()),
        url.created(),
        now);
  }

  private static FunctionReference reference(UpdateFunctionUrlConfigRequest input, Call call) {
    return UrlAccess.reference(call, input.functionName(), input.qualifier());
  }
}
