package dev.hearth.identity.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What was made of IAM's data, for as long as nothing has changed.
///
/// An entry is good only for the generation of the store that was seen before it was read, so a
/// change that has returned to its caller is seen by the very next look-up on this node. On other
/// nodes it takes as long as an entry lives.
public final class GenerationCache<K, V> {
  private static final int MOST = 10_000;
  private static final Duration LIFE = Duration.ofSeconds(10);

  private record Entry<V>(long generation, V value) {}

  private final IamStore store;
  private final Function<K, Optional<V>> loader;
  private final Cache<K, Entry<V>> entries =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).build();

  /// @param loader reads the value; what is absent is not remembered, for anyone may ask for it
  public GenerationCache(IamStore store, Function<K, Optional<V>> loader) {
    this.store = store;
    this.loader = loader;
  }

  public Optional<V> get(K key) {
    var entry = entries.getIfPresent(key);
    long generation = store.generation(); // before reading: a change meanwhile outdates the entry
    if (entry != null && entry.generation() == generation) {
      return Optional.of(entry.value());
    }
    var value = loader.apply(key);
    value.ifPresentOrElse(
        v -> entries.put(key, new Entry<>(generation, v)), () -> entries.invalidate(key));
    return value;
  }
}
