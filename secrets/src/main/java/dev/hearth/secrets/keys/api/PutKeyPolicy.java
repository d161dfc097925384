package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;

/// Gives a key another policy.
final class PutKeyPolicy extends KeyOperation<PutKeyPolicyRequest, PutKeyPolicyResponse> {
  PutKeyPolicy(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(PutKeyPolicyRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(PutKeyPolicyRequest input) {
    return Map.of(
        "kms:BypassPolicyLockoutSafetyCheck",
        List.of(String.valueOf(Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()))));
  }

  @Override
  public PutKeyPolicyResponse run(PutKeyPolicyRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    if (input.policyName() != null && !input.policyName().equals("default")) {
      throw new ServiceException("NotFoundException", 400, "No such policy exists");
    }
    var policy = Kms.policy(input.policy());
    kms.store()
        .change(
            key,
            tables -> {
              tables.keys().setPolicy(key.id(), policy);
              return key;
            });
    return PutKeyPolicyResponse.builder().build();
  }
}
