package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;

/// Tags a key.
final class TagResource extends KeyOperation<TagResourceRequest, TagResourceResponse> {
  TagResource(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(TagResourceRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(TagResourceRequest input) {
    return TagConditions.requested(Kms.tags(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              var tags = new TreeMap<>(tables.keys().find(key.id()).orElseThrow().tags());
              tags.putAll(Kms.tags(input.tags()));
              tables.keys().tag(key.id(), Kms.checked(tags));
              return tags;
            });
    return TagResourceResponse.builder().build();
  }
}
