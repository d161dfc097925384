package dev.hearth.identity.iam;

import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

/// Lists the keys of a user.
record ListAccessKeys(Iam iam) implements Operation<ListAccessKeysRequest, ListAccessKeysResponse> {
  @Override
  public Access access(ListAccessKeysRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, Iam.userName(input.userName(), call));
  }

  @Override
  public ListAccessKeysResponse run(ListAccessKeysRequest input, Call call) {
    var name = Iam.userName(input.userName(), call);
    var keys = iam.read(call, tables -> tables.accessKeys().of(tables.user(name)));
    var page = Page.of(keys, AccessKey::id, input.maxItems(), input.marker());
    return ListAccessKeysResponse.builder()
        .accessKeyMetadata(page.items().stream().map(key -> view(name, key)).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static AccessKeyMetadata view(String userName, AccessKey key) {
    return AccessKeyMetadata.builder()
        .userName(userName)
        .accessKeyId(key.id())
        .status(key.active() ? StatusType.ACTIVE : StatusType.INACTIVE)
        .createDate(key.createdAt())
        .build();
  }
}
