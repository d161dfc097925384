package dev.hearth.identity.iam;

import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

/// Makes a key for a user; the answer is the only one that holds its secret.
record CreateAccessKey(Iam iam)
    implements Operation<CreateAccessKeyRequest, CreateAccessKeyResponse> {
  @Override
  public Access access(CreateAccessKeyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, Iam.userName(input.userName(), call));
  }

  @Override
  public CreateAccessKeyResponse run(CreateAccessKeyRequest input, Call call) {
    var id = iam.ids().accessKeyId(AwsIds.ACCESS_KEY);
    var secret = iam.ids().secret();
    var sealed = iam.secrets().seal(id, secret);
    var now = iam.clock().instant();
    var name = Iam.userName(input.userName(), call);
    iam.write(
        call,
        tables -> {
          var user = tables.user(name);
          tables
              .accessKeys()
              .add(user, new AccessKey(id, user.account(), user.id(), sealed, true, now, null));
          return user;
        });
    return CreateAccessKeyResponse.builder()
        .accessKey(
            key ->
                key.accessKeyId(id)
                    .secretAccessKey(secret)
                    .userName(name)
                    .status(StatusType.ACTIVE)
                    .createDate(now))
        .build();
  }
}
