package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.SetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetEndpointAttributesResponse;

/// Sets attributes of a device; the others stay.
final class SetEndpointAttributes
    implements Operation<SetEndpointAttributesRequest, SetEndpointAttributesResponse> {
  private final TopicStore store;

  SetEndpointAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(SetEndpointAttributesRequest input, Call call) {
    return Access.to(
        "sns:SetEndpointAttributes", PlatformAccess.endpoint(call, input.endpointArn()));
  }

  @Override
  public SetEndpointAttributesResponse run(SetEndpointAttributesRequest input, Call call) {
    var arn = PlatformAccess.endpoint(call, input.endpointArn());
    PlatformAccess.checkEndpoint(input.attributes());
    store.write(
        tables -> {
          var found = PlatformAccess.found(tables.platforms().find(arn));
          var attributes = new TreeMap<>(found.attributes());
          attributes.putAll(input.attributes());
          var token = attributes.getOrDefault("Token", "");
          var other = tables.platforms().withToken(arn.ofApplication(), token);
          if (other.isPresent() && !other.get().arn().equals(arn)) {
            throw Refusals.invalid("Token Reason: Another endpoint has this token");
          }
          tables.platforms().put(new Platform(arn, attributes));
          return null;
        });
    return SetEndpointAttributesResponse.builder().build();
  }
}
