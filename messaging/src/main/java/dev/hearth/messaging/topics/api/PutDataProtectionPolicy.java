package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.PutDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.PutDataProtectionPolicyResponse;

/// Refuses every policy but none: one that is kept and does not protect would deceive.
final class PutDataProtectionPolicy
    implements Operation<PutDataProtectionPolicyRequest, PutDataProtectionPolicyResponse> {
  private final TopicStore store;
  private final TopicAccess access;

  PutDataProtectionPolicy(TopicStore store, TopicAccess access) {
    this.store = store;
    this.access = access;
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter` for a policy that is not empty
  static void check(String policy) {
    if (!policy.isEmpty()) {
      throw Refusals.invalid(
          "DataProtectionPolicy Reason: Hearth does not look for personal data in messages");
    }
  }

  @Override
  public Access access(PutDataProtectionPolicyRequest input, Call call) {
    return access.on(
        "sns:PutDataProtectionPolicy", TopicAccess.resource(input.resourceArn()), call);
  }

  @Override
  public PutDataProtectionPolicyResponse run(PutDataProtectionPolicyRequest input, Call call) {
    var arn = TopicAccess.resource(input.resourceArn());
    check(input.dataProtectionPolicy());
    var _ = store.read(tables -> tables.find(arn)).orElseThrow(TopicAccess::resourceNotFound);
    return PutDataProtectionPolicyResponse.builder().build();
  }
}
