package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.TaggedResource;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Call;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The tags of mappings, for Lambda's operations on tags.
public final class MappingTags implements TaggedResource {
  private final MappingStore store;

  MappingTags(MappingStore store) {
    this.store = store;
  }

  @Override
  public Map<String, String> tags(Call call, String uuid) {
    return store
        .read(tables -> tables.find(call.account(), call.region(), uuid))
        .map(Mapping::tags)
        .orElseThrow(MappingAccess::notFound);
  }

  @Override
  public void update(Call call, String uuid, UnaryOperator<Map<String, String>> change) {
    store.write(
        tables -> {
          var found =
              tables.find(call.account(), call.region(), uuid).orElseThrow(MappingAccess::notFound);
          tables.update(found.tagged(change.apply(found.tags())));
          return null;
        });
  }
}
