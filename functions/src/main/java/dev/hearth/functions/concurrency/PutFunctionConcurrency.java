package dev.hearth.functions.concurrency;

import dev.hearth.functions.api.Latest;
import dev.hearth.functions.api.Permissions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/// Reserves a part of the account's concurrency for one function, which has that and no more from
/// the next invocation on.
final class PutFunctionConcurrency
    implements Operation<PutFunctionConcurrencyRequest, PutFunctionConcurrencyResponse> {
  private final Reservations reservations;
  private final Permissions permissions;

  PutFunctionConcurrency(Reservations reservations, Permissions permissions) {
    this.reservations = reservations;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:PutFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public PutFunctionConcurrencyResponse run(PutFunctionConcurrencyRequest input, Call call) {
    int wanted = input.reservedConcurrentExecutions();
    reservations.reserve(Latest.of(call, input.functionName()), wanted);
    return PutFunctionConcurrencyResponse.builder().reservedConcurrentExecutions(wanted).build();
  }
}
