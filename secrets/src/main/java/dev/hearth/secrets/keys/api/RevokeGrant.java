package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/// Takes back what a grant permits.
final class RevokeGrant extends KeyOperation<RevokeGrantRequest, RevokeGrantResponse> {
  RevokeGrant(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(RevokeGrantRequest input) {
    return input.keyId();
  }

  @Override
  public RevokeGrantResponse run(RevokeGrantRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    kms.store()
        .change(
            key,
            tables -> {
              var grant =
                  tables
                      .grants()
                      .find(key.id(), input.grantId())
                      .orElseThrow(
                          () ->
                              new ServiceException(
                                  "NotFoundException",
                                  400,
                                  "Grant ID " + input.grantId() + " not found"));
              tables.grants().delete(grant);
              return grant;
            });
    return RevokeGrantResponse.builder().build();
  }
}
