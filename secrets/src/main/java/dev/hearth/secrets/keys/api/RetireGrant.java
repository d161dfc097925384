package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;

/// Gives a grant back: for who holds it, who was named to, and whoever may.
final class RetireGrant implements Operation<RetireGrantRequest, RetireGrantResponse> {
  private final Kms kms;

  RetireGrant(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(RetireGrantRequest input, Call call) {
    var found = find(input, call);
    if (found.isEmpty()) {
      return Access.to("kms:RetireGrant", "*");
    }
    var grant = found.get();
    var caller = call.caller();
    var names = List.of(caller.arn(), caller.conditions().getOrDefault("aws:PrincipalArn", ""));
    boolean holds = names.contains(grant.grantee()) && grant.operations().contains("RetireGrant");
    return holds || names.contains(grant.retiring())
        ? Access.NONE
        : KeyAccess.to(kms, call, grant.keyId(), Map.of());
  }

  private Optional<Grant> find(RetireGrantRequest input, Call call) {
    if (input.grantToken() != null) {
      return kms.store().read(tables -> tables.grants().withToken(input.grantToken()));
    }
    if (input.keyId() == null || input.grantId() == null) {
      throw KmsErrors.validation("Specify a grant token, or a key ID and a grant ID.");
    }
    var key = kms.ring().key(input.keyId(), call);
    return kms.store().read(tables -> tables.grants().find(key.id(), input.grantId()));
  }

  @Override
  public RetireGrantResponse run(RetireGrantRequest input, Call call) {
    var grant =
        find(input, call)
            .orElseThrow(
                () ->
                    input.grantToken() == null
                        ? new ServiceException("NotFoundException", 400, "Grant not found")
                        : new ServiceException(
                            "InvalidGrantTokenException", 400, "The grant token is invalid."));
    Kms.dryRun(input.dryRun());
    var key = kms.store().read(tables -> tables.keys().find(grant.keyId()).orElseThrow());
    kms.store()
        .change(
            key,
            tables -> {
              tables.grants().delete(grant);
              return grant;
            });
    return RetireGrantResponse.builder().build();
  }
}
