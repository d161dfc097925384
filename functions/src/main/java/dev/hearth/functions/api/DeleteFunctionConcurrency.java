package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;

/// Gives a function's reserved concurrency back.
final class DeleteFunctionConcurrency
    implements Operation<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse> {
  private final Attributes attributes;
  private final Permissions permissions;

  DeleteFunctionConcurrency(Attributes attributes, Permissions permissions) {
    this.attributes = attributes;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:DeleteFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public DeleteFunctionConcurrencyResponse run(DeleteFunctionConcurrencyRequest input, Call call) {
    attributes.update(Latest.of(call, input.functionName()), function -> function.reserving(null));
    return DeleteFunctionConcurrencyResponse.builder().build();
  }
}
