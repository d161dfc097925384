package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/// Makes a key of a user active or inactive.
record UpdateAccessKey(Iam iam)
    implements Operation<UpdateAccessKeyRequest, UpdateAccessKeyResponse> {
  @Override
  public Access access(UpdateAccessKeyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, Iam.userName(input.userName(), call));
  }

  @Override
  public UpdateAccessKeyResponse run(UpdateAccessKeyRequest input, Call call) {
    var name = Iam.userName(input.userName(), call);
    return iam.write(
        call,
        tables -> {
          var key = tables.accessKeys().require(tables.user(name), input.accessKeyId());
          tables.accessKeys().activate(key, input.status() == StatusType.ACTIVE);
          return UpdateAccessKeyResponse.builder().build();
        });
  }
}
