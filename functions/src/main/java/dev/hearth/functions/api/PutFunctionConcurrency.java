package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/// Reserves a part of the account's concurrency for one function. The number is kept and counted
/// here; whoever runs functions must heed it.
final class PutFunctionConcurrency
    implements Operation<PutFunctionConcurrencyRequest, PutFunctionConcurrencyResponse> {
  /// What functions without a reservation must be left. Source: "Lambda function scaling".
  private static final int LEAST_UNRESERVED = 100;

  private final Attributes attributes;
  private final int concurrency;
  private final Permissions permissions;

  /// @param concurrency runs at once in an account and region
  PutFunctionConcurrency(Attributes attributes, int concurrency, Permissions permissions) {
    this.attributes = attributes;
    this.concurrency = concurrency;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:PutFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public PutFunctionConcurrencyResponse run(PutFunctionConcurrencyRequest input, Call call) {
    int wanted = input.reservedConcurrentExecutions();
    attributes.reserveConcurrency(
        Latest.of(call, input.functionName()),
        wanted,
        reservedByOthers -> {
          if (concurrency - reservedByOthers - wanted < LEAST_UNRESERVED) {
            throw Refusals.invalid(
                "Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of ["
                    + LEAST_UNRESERVED
                    + "].");
          }
        });
    return PutFunctionConcurrencyResponse.builder().reservedConcurrentExecutions(wanted).build();
  }
}
