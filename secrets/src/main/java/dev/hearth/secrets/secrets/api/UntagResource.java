package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;

/// Takes tags from a secret.
final class UntagResource extends SecretOperation<UntagResourceRequest, UntagResourceResponse> {
  UntagResource(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(UntagResourceRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(UntagResourceRequest input) {
    return TagConditions.removed(input.tagKeys());
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    store.write(
        table -> {
          var tags = new TreeMap<>(table.find(secret.id()).orElseThrow().tags());
          tags.keySet().removeAll(Set.copyOf(input.tagKeys()));
          table.tag(secret.id(), tags);
          return tags;
        });
    return UntagResourceResponse.builder().build();
  }
}
