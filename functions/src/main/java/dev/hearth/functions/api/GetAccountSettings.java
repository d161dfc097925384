package dev.hearth.functions.api;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;

/// What an account may use in a region, and what it does.
final class GetAccountSettings
    implements Operation<GetAccountSettingsRequest, GetAccountSettingsResponse> {
  private final FunctionStore store;
  private final AccountLimits limits;

  GetAccountSettings(FunctionStore store, AccountLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  @Override
  public Access access(GetAccountSettingsRequest input, Call call) {
    return Access.to("lambda:GetAccountSettings", "*");
  }

  @Override
  public GetAccountSettingsResponse run(GetAccountSettingsRequest input, Call call) {
    int concurrency = limits.concurrency(call.account());
    return store.read(
        tables -> {
          var usage = tables.usage(call.account(), call.region());
          var nobody = new FunctionReference(call.account(), call.region(), "", "");
          long reserved = tables.reservedConcurrency(nobody);
          return GetAccountSettingsResponse.builder()
              .accountLimit(
                  limit ->
                      limit
                          .totalCodeSize(limits.codeBytes(call.account()))
                          .codeSizeUnzipped(CodeStore.MAX_UNPACKED)
                          .codeSizeZipped(CodeStore.MAX_ZIPPED)
                          .concurrentExecutions(concurrency)
                          .unreservedConcurrentExecutions((int) (concurrency - reserved)))
              .accountUsage(
                  used -> used.totalCodeSize(usage.codeBytes()).functionCount(usage.functions()))
              .build();
        });
  }
}
