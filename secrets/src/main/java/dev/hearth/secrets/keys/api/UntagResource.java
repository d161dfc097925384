package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;

/// Takes tags from a key.
final class UntagResource extends KeyOperation<UntagResourceRequest, UntagResourceResponse> {
  UntagResource(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(UntagResourceRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(UntagResourceRequest input) {
    return TagConditions.removed(input.tagKeys());
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              var tags = new TreeMap<>(tables.keys().find(key.id()).orElseThrow().tags());
              tags.keySet().removeAll(Set.copyOf(input.tagKeys()));
              tables.keys().tag(key.id(), tags);
              return tags;
            });
    return UntagResourceResponse.builder().build();
  }
}
