package dev.hearth.identity.iam;

import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.AccessKey.LastUse;
import dev.hearth.identity.store.AccessKeys;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;

/// Tells what a key was used for last, to the hour.
record GetAccessKeyLastUsed(Iam iam)
    implements Operation<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse> {
  @Override
  public Access access(GetAccessKeyLastUsedRequest input, Call call) {
    var owner = iam.store().accessKey(input.accessKeyId()).map(key -> owner(key, call)).orElse("*");
    return iam.on(name(), call, EntityKind.USER, owner);
  }

  @Override
  public GetAccessKeyLastUsedResponse run(GetAccessKeyLastUsedRequest input, Call call) {
    var key =
        iam.store()
            .accessKey(input.accessKeyId())
            .filter(found -> found.account().equals(call.account()))
            .orElseThrow(() -> AccessKeys.missing(input.accessKeyId()));
    var use = iam.keyUse().of(key);
    return GetAccessKeyLastUsedResponse.builder()
        .userName(owner(key, call))
        .accessKeyLastUsed(
            last ->
                last.lastUsedDate(use.map(LastUse::time).orElse(null))
                    .serviceName(use.map(LastUse::service).orElse("N/A"))
                    .region(use.map(LastUse::region).orElse("N/A")))
        .build();
  }

  private String owner(AccessKey key, Call call) {
    return iam.read(call, tables -> tables.entities().withId(key.userId()).orElseThrow().name());
  }
}
