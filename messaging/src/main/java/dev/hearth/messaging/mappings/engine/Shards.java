package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamReader.Shard;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which lanes a mapping of a stream has, and which of them may run: a shard's records come after
/// those of its parents.
final class Shards {
  private final MappingStore store;

  Shards(MappingStore store) {
    this.store = store;
  }

  /// Lanes that there is something to do for, new shards' included; they are stored.
  List<Lane> ready(Mapping mapping, StreamReader source) {
    var stream = mapping.source();
    var shards = source.shards(stream);
    var known = store.read(tables -> tables.lanes().of(mapping.uuid()));
    boolean started = started(mapping);
    var changed = new ArrayList<Lane>();
    var lanes = new ArrayList<Lane>();
    for (var shard : shards) {
      var its = known.stream().filter(lane -> lane.shard().equals(shard.id())).toList();
      var wanted =
          its.isEmpty()
              ? anew(mapping, shard.id(), begin(mapping, source, shard.id(), started))
              : divided(mapping, source, its);
      lanes.addAll(wanted);
      if (!wanted.equals(its)) {
        changed.addAll(wanted);
      }
    }
    if (!save(mapping, shards, known, changed, started)) {
      return List.of();
    }
    return runnable(shards, lanes);
  }

  private boolean started(Mapping mapping) {
    return mapping.started()
        || store.read(tables -> tables.find(mapping.uuid()).map(Mapping::started)).orElse(false);
  }

  private static List<Lane> anew(Mapping mapping, String shard, String position) {
    return IntStream.range(0, mapping.settings().parallelizationFactor())
        .mapToObj(number -> Lane.at(shard, number, position))
        .toList();
  }

  /// Where a new shard is read from: what came into being after the mapping from its beginning.
  private static String begin(Mapping mapping, StreamReader source, String shard, boolean started) {
    Arn stream = mapping.source();
    if (started) {
      return source.horizon(stream, shard);
    }
    return switch (mapping.settings().startingPosition()) {
      case LATEST -> source.latest(stream, shard);
      case AT_TIMESTAMP -> source.at(stream, shard, mapping.settings().startingPositionTimestamp());
      default -> source.horizon(stream, shard);
    };
  }

  /// The same lanes, unless the parallelization factor was changed: then all go on from where the
  /// last of them was, and some records are handed over twice.
  private static List<Lane> divided(Mapping mapping, StreamReader source, List<Lane> its) {
    if (its.size() == mapping.settings().parallelizationFactor()) {
      return its;
    }
    Optional<String> last =
        its.stream()
            .filter(lane -> !lane.ended())
            .map(Lane::position)
            .min((one, other) -> source.compare(one, other));
    return last.map(position -> anew(mapping, its.getFirst().shard(), position))
        .orElseGet(
            () ->
                anew(mapping, its.getFirst().shard(), its.getFirst().position()).stream()
                    .map(Lane::atItsEnd)
                    .toList());
  }

  private boolean save(
      Mapping mapping, List<Shard> shards, List<Lane> known, List<Lane> changed, boolean started) {
    var there = shards.stream().map(Shard::id).collect(Collectors.toSet());
    var gone =
        known.stream().map(Lane::shard).filter(id -> !there.contains(id)).distinct().toList();
    if (changed.isEmpty() && gone.isEmpty() && started) {
      return true;
    }
    return store.writeHeld(
        mapping.uuid(),
        tables -> {
          gone.forEach(shard -> tables.lanes().delete(mapping.uuid(), shard));
          changed.stream()
              .map(Lane::shard)
              .distinct()
              .forEach(shard -> tables.lanes().delete(mapping.uuid(), shard));
          changed.forEach(lane -> tables.lanes().put(mapping.uuid(), lane));
          tables.started(mapping.uuid());
        });
  }

  private static List<Lane> runnable(List<Shard> shards, List<Lane> lanes) {
    Map<String, Boolean> read = new HashMap<>();
    lanes.forEach(lane -> read.merge(lane.shard(), lane.ended(), Boolean::logicalAnd));
    var waiting =
        shards.stream()
            .filter(shard -> shard.parents().stream().anyMatch(id -> !read.getOrDefault(id, true)))
            .map(Shard::id)
            .collect(Collectors.toSet());
    return lanes.stream()
        .filter(lane -> !lane.ended() && !waiting.contains(lane.shard()))
        .sorted(Comparator.comparing(Lane::shard).thenComparingInt(Lane::number))
        .toList();
  }
}
