package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.StreamReader.Item;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Records of a lane that are handed over together.
///
/// @param items in the shard's order; none where there is nothing, or all were left out
/// @param through the position behind all that was looked at for it
/// @param complete whether it is as large as it may get, so that waiting for more is useless
/// @param ended whether there is nothing behind it and never will be
record LaneBatch(List<Item> items, String through, boolean complete, boolean ended) {
  List<Payload> records() {
    return items.stream().map(Item::record).toList();
  }

  Set<String> sequenceNumbers() {
    return items.stream().map(Item::sequenceNumber).collect(Collectors.toSet());
  }

  /// The records from `index` on.
  LaneBatch from(int index) {
    return new LaneBatch(items.subList(index, items.size()), through, complete, ended);
  }
}
