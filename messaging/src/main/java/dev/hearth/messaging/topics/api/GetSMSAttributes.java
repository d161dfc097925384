package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesResponse;

/// An account's settings for SMS: those that were set, or those that are asked for.
final class GetSMSAttributes
    implements Operation<GetSmsAttributesRequest, GetSmsAttributesResponse> {
  private final TopicStore store;

  GetSMSAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(GetSmsAttributesRequest input, Call call) {
    return Access.to("sns:GetSMSAttributes", "*");
  }

  @Override
  public GetSmsAttributesResponse run(GetSmsAttributesRequest input, Call call) {
    var kept = store.read(tables -> tables.platforms().sms(call.account(), call.region()));
    var all = new TreeMap<>(kept);
    if (input.hasAttributes()) {
      all.keySet().retainAll(input.attributes());
    }
    return GetSmsAttributesResponse.builder().attributes(all).build();
  }
}
