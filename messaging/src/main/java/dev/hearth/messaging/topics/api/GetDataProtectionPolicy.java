package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyResponse;

/// The data protection policy of a topic: always none, see [PutDataProtectionPolicy].
final class GetDataProtectionPolicy
    implements Operation<GetDataProtectionPolicyRequest, GetDataProtectionPolicyResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  GetDataProtectionPolicy(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(GetDataProtectionPolicyRequest input, Call call) {
    return access.on(
        "sns:GetDataProtectionPolicy", TopicAccess.resource(input.resourceArn()), call);
  }

  @Override
  public GetDataProtectionPolicyResponse run(GetDataProtectionPolicyRequest input, Call call) {
    var arn = TopicAccess.resource(input.resourceArn());
    var _ = store.read(tables -> tables.find(arn)).orElseThrow(TopicAccess::resourceNotFound);
    return GetDataProtectionPolicyResponse.builder().dataProtectionPolicy("").build();
  }
}
