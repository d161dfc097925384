package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Shapes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;

/// The URL of a function or an alias.
final class GetFunctionUrlConfig
    implements Operation<GetFunctionUrlConfigRequest, GetFunctionUrlConfigResponse> {
  private final UrlStore urls;
  private final UrlAccess access;

  GetFunctionUrlConfig(UrlStore urls, UrlAccess access) {
    this.urls = urls;
    this.access = access;
  }

  @Override
  public Access access(GetFunctionUrlConfigRequest input, Call call) {
    return access.of("lambda:GetFunctionUrlConfig", reference(input, call), null);
  }

  @Override
  public GetFunctionUrlConfigResponse run(GetFunctionUrlConfigRequest input, Call call) {
    var url = urls.find(reference(input, call)).orElseThrow(UrlStore::noUrl);
    return Shapes.copy(
            UrlConfigs.show(url, call.endpoint()), GetFunctionUrlConfigResponse.builder())
        .build();
  }

  private static FunctionReference reference(GetFunctionUrlConfigRequest input, Call call) {
    return UrlAccess.reference(call, input.functionName(), input.qualifier());
  }
}
