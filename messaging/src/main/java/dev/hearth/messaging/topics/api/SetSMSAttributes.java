package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesResponse;

/// Keeps an account's settings for SMS. Nothing follows from them: no SMS leaves Hearth.
final class SetSMSAttributes
    implements Operation<SetSmsAttributesRequest, SetSmsAttributesResponse> {
  private static final Set<String> NAMES =
      Set.of(
          "MonthlySpendLimit",
          "DeliveryStatusIAMRole",
          "DeliveryStatusSuccessSamplingRate",
          "DefaultSenderID",
          "DefaultSMSType",
          "UsageReportS3Bucket");

  private final TopicStore store;

  SetSMSAttributes(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(SetSmsAttributesRequest input, Call call) {
    return Access.to("sns:SetSMSAttributes", "*");
  }

  @Override
  public SetSmsAttributesResponse run(SetSmsAttributesRequest input, Call call) {
    for (var name : input.attributes().keySet()) {
      if (!NAMES.contains(name)) {
        throw Refusals.invalid(name + " is not a valid attribute");
      }
    }
    store.write(
        tables -> {
          var all = new TreeMap<>(tables.platforms().sms(call.account(), call.region()));
          all.putAll(input.attributes());
          all.values().removeIf(String::isEmpty);
          tables.platforms().putSms(call.account(), call.region(), all);
          return null;
        });
    return SetSmsAttributesResponse.builder().build();
  }
}
