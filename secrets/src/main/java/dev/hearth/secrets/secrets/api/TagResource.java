package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;

/// Tags a secret.
final class TagResource extends SecretOperation<TagResourceRequest, TagResourceResponse> {
  TagResource(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(TagResourceRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(TagResourceRequest input) {
    return TagConditions.requested(SecretInput.tags(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    store.write(
        table -> {
          var tags = new TreeMap<>(table.find(secret.id()).orElseThrow().tags());
          tags.putAll(SecretInput.tags(input.tags()));
          table.tag(secret.id(), SecretInput.checked(tags));
          return tags;
        });
    return TagResourceResponse.builder().build();
  }
}
