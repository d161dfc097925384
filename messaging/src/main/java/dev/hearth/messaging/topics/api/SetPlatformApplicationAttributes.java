package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.SetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetPlatformApplicationAttributesResponse;

/// Sets attributes of a platform application; the others stay.
final class SetPlatformApplicationAttributes
    implements Operation<
        SetPlatformApplicationAttributesRequest, SetPlatformApplicationAttributesResponse> {
  private final TopicStore store;

  SetPlatformApplicationAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(SetPlatformApplicationAttributesRequest input, Call call) {
    return Access.to(
        "sns:SetPlatformApplicationAttributes",
        PlatformAccess.application(call, input.platformApplicationArn()));
  }

  @Override
  public SetPlatformApplicationAttributesResponse run(
      SetPlatformApplicationAttributesRequest input, Call call) {
    var arn = PlatformAccess.application(call, input.platformApplicationArn());
    store.write(
        tables -> {
          var found = PlatformAccess.found(tables.platforms().find(arn));
          var attributes = new TreeMap<>(found.attributes());
          attributes.putAll(input.attributes());
          tables.platforms().put(new Platform(arn, attributes));
          return null;
        });
    return SetPlatformApplicationAttributesResponse.builder().build();
  }
}
