package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.Alias;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;

/// Has an alias name another key of the same kind.
final class UpdateAlias extends KeyOperation<UpdateAliasRequest, UpdateAliasResponse> {
  UpdateAlias(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(UpdateAliasRequest input) {
    return input.targetKeyId();
  }

  @Override
  public UpdateAliasResponse run(UpdateAliasRequest input, Call call) {
    var name = AliasRules.checked(input.aliasName());
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              var old =
                  tables
                      .aliases()
                      .find(call.account(), call.region(), name)
                      .orElseThrow(
                          () -> KmsErrors.notFound(Alias.arn(call.account(), call.region(), name)));
              var before = tables.keys().find(old.keyId()).orElseThrow();
              if (!before.usage().equals(key.usage())
                  || before.spec().isSymmetric() != key.spec().isSymmetric()) {
                throw KmsErrors.validation(
                    "The current and the new key must be of one type and one usage.");
              }
              if (!before.id().equals(key.id())) {
                AliasRules.checkRoom(tables.aliases().of(key.id(), "", 50));
              }
              tables
                  .aliases()
                  .put(
                      new Alias(
                          old.account(), old.region(), name, key.id(), old.created(), call.time()));
              return old;
            });
    return UpdateAliasResponse.builder().build();
  }

  @Override
  public Access access(UpdateAliasRequest input, Call call) {
    var access = AliasRules.and(super.access(input, call), call, input.aliasName());
    return kms.ring()
        .find(input.aliasName(), call)
        .map(before -> access.and("kms:UpdateAlias", before.arn(), Map.of()))
        .orElse(access);
  }
}
