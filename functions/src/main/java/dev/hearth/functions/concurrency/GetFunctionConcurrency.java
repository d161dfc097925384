package dev.hearth.functions.concurrency;

import dev.hearth.functions.api.Latest;
import dev.hearth.functions.api.Permissions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;

/// The concurrency that a function has reserved; empty for none.
final class GetFunctionConcurrency
    implements Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> {
  private final Reservations reservations;
  private final Permissions permissions;

  GetFunctionConcurrency(Reservations reservations, Permissions permissions) {
    this.reservations = reservations;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:GetFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public GetFunctionConcurrencyResponse run(GetFunctionConcurrencyRequest input, Call call) {
    return GetFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(reservations.of(Latest.of(call, input.functionName())))
        .build();
  }
}
