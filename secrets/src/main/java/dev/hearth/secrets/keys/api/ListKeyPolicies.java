package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;

/// The names of a key's policies: there is one, `default`.
final class ListKeyPolicies extends KeyOperation<ListKeyPoliciesRequest, ListKeyPoliciesResponse> {
  ListKeyPolicies(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(ListKeyPoliciesRequest input) {
    return input.keyId();
  }

  @Override
  public ListKeyPoliciesResponse run(ListKeyPoliciesRequest input, Call call) {
    key(input, call);
    return ListKeyPoliciesResponse.builder().policyNames("default").truncated(false).build();
  }
}
