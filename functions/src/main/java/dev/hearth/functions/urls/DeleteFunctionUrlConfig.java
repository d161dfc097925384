package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigResponse;

/// Takes a URL away for good: a new one has another address.
final class DeleteFunctionUrlConfig
    implements Operation<DeleteFunctionUrlConfigRequest, DeleteFunctionUrlConfigResponse> {
  private final UrlStore urls;
  private final UrlAccess access;

  DeleteFunctionUrlConfig(UrlStore urls, UrlAccess access) {
    this.urls = urls;
    this.access = access;
  }

  @Override
  public Access access(DeleteFunctionUrlConfigRequest input, Call call) {
    return access.of("lambda:DeleteFunctionUrlConfig", reference(input, call), null);
  }

  @Override
  public DeleteFunctionUrlConfigResponse run(DeleteFunctionUrlConfigRequest input, Call call) {
    urls.delete(reference(input, call));
    return DeleteFunctionUrlConfigResponse.builder().build();
  }

  private static FunctionReference reference(DeleteFunctionUrlConfigRequest input, Call call) {
    return UrlAccess.reference(call, input.functionName(), input.qualifier());
  }
}
