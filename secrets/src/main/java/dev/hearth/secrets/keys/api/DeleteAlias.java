package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.Alias;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;

/// Takes a name from a key.
final class DeleteAlias implements Operation<DeleteAliasRequest, DeleteAliasResponse> {
  private final Kms kms;

  DeleteAlias(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(DeleteAliasRequest input, Call call) {
    return AliasRules.and(
        kms.ring()
            .find(input.aliasName(), call)
            .map(key -> Access.to("kms:DeleteAlias", key.arn()))
            .orElse(Access.NONE),
        call,
        input.aliasName());
  }

  @Override
  public DeleteAliasResponse run(DeleteAliasRequest input, Call call) {
    var name = AliasRules.checked(input.aliasName());
    kms.store()
        .write(
            tables -> {
              var alias =
                  tables
                      .aliases()
                      .find(call.account(), call.region(), name)
                      .orElseThrow(
                          () -> KmsErrors.notFound(Alias.arn(call.account(), call.region(), name)));
              tables.aliases().delete(alias);
              return alias;
            });
    return DeleteAliasResponse.builder().build();
  }
}
