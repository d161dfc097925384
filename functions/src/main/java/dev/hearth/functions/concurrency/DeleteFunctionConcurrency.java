package dev.hearth.functions.concurrency;

import dev.hearth.functions.api.Latest;
import dev.hearth.functions.api.Permissions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;

/// Gives a function's reserved concurrency back.
final class DeleteFunctionConcurrency
    implements Operation<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse> {
  private final Reservations reservations;
  private final Permissions permissions;

  DeleteFunctionConcurrency(Reservations reservations, Permissions permissions) {
    this.reservations = reservations;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:DeleteFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public DeleteFunctionConcurrencyResponse run(DeleteFunctionConcurrencyRequest input, Call call) {
    reservations.release(Latest.of(call, input.functionName()));
    return DeleteFunctionConcurrencyResponse.builder().build();
  }
}
