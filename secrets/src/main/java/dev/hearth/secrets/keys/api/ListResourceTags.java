package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.Page;
import dev.hearth.wire.Call;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/// A key's tags.
final class ListResourceTags
    extends KeyOperation<ListResourceTagsRequest, ListResourceTagsResponse> {
  ListResourceTags(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(ListResourceTagsRequest input) {
    return input.keyId();
  }

  @Override
  public ListResourceTagsResponse run(ListResourceTagsRequest input, Call call) {
    int most = Kms.most(input.limit(), 50);
    var after = Kms.after(input.marker());
    var found =
        key(input, call).tags().entrySet().stream()
            .filter(tag -> tag.getKey().compareTo(after) > 0)
            .limit(most + 1L)
            .toList();
    var page = Page.of(found, most, Map.Entry::getKey);
    return ListResourceTagsResponse.builder()
        .tags(
            page.items().stream()
                .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
                .toList())
        .nextMarker(page.next())
        .truncated(Kms.truncated(page))
        .build();
  }
}
