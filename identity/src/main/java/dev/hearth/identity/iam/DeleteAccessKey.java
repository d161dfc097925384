package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;

/// Deletes a key of a user.
record DeleteAccessKey(Iam iam)
    implements Operation<DeleteAccessKeyRequest, DeleteAccessKeyResponse> {
  @Override
  public Access access(DeleteAccessKeyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, Iam.userName(input.userName(), call));
  }

  @Override
  public DeleteAccessKeyResponse run(DeleteAccessKeyRequest input, Call call) {
    var name = Iam.userName(input.userName(), call);
    return iam.write(
        call,
        tables -> {
          tables
              .accessKeys()
              .remove(tables.accessKeys().require(tables.user(name), input.accessKeyId()));
          return DeleteAccessKeyResponse.builder().build();
        });
  }
}
