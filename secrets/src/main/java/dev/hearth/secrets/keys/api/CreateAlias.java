package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.Alias;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;

/// Gives a key another name.
final class CreateAlias extends KeyOperation<CreateAliasRequest, CreateAliasResponse> {
  CreateAlias(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(CreateAliasRequest input) {
    return input.targetKeyId();
  }

  @Override
  public CreateAliasResponse run(CreateAliasRequest input, Call call) {
    var name = AliasRules.checked(input.aliasName());
    var key = Kms.staying(key(input, call));
    var alias = new Alias(call.account(), call.region(), name, key.id(), call.time(), call.time());
    kms.store()
        .write(
            tables -> {
              if (tables.aliases().find(call.account(), call.region(), name).isPresent()) {
                throw new ServiceException(
                    "AlreadyExistsException",
                    400,
                    "An alias with the name " + alias.arn() + " already exists");
              }
              AliasRules.checkRoom(tables.aliases().of(key.id(), "", 50));
              tables.aliases().put(alias);
              return alias;
            });
    return CreateAliasResponse.builder().build();
  }

  @Override
  public Access access(CreateAliasRequest input, Call call) {
    return AliasRules.and(super.access(input, call), call, input.aliasName());
  }
}
