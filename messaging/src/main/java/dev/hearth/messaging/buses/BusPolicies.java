package dev.hearth.messaging.buses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.ResourceKind;
import java.time.Duration;
import java.util.Optional;

/// The policies of event buses for whoever decides requests, from memory.
public final class BusPolicies implements ResourcePolicies {
  private static final int MAX_REMEMBERED = 1_000;
  // A change on this node is seen at once; one on another node after this time at most.
  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final String PREFIX = "arn:aws:events:";

  private final BusStore store;
  private final Cache<BusReference, Optional<String>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(LIFE).build();

  public BusPolicies(BusStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> find(String resourceArn) {
    if (!resourceArn.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return BusReference.parse(resourceArn).flatMap(bus -> remembered.get(bus, this::load));
  }

  // The cache holds back [#forget] while it loads, so nothing old is remembered after a change.
  private Optional<String> load(BusReference bus) {
    return store.read(
        tables ->
            tables
                .resources(ResourceKind.BUS, bus.account(), bus.region())
                .find(bus.name())
                .flatMap(stored -> Optional.ofNullable(stored.model().policy())));
  }

  /// Drops what is remembered of a bus; to be called when a change of its policy is durable.
  public void forget(BusReference bus) {
    remembered.invalidate(bus);
  }
}
