package dev.hearth.messaging.queues;

import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.sealing.DataKey.Label;
import dev.hearth.messaging.sealing.DataKeys;
import dev.hearth.messaging.sealing.KeyUser;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The data keys of one receive. A message is taken only by who can open it: what needs a key that
/// is not at hand is put back, by rolling the transaction back, and taken again once KMS gave the
/// key. Whoever is refused so takes nothing, and no message gets nearer to the dead-letter queue.
final class Opening {
  private static final Duration SHORTEST_REUSE = Duration.ofMinutes(1);

  private final DataKeys keys;
  private final KeyUser user;
  private final Map<String, DataKey> found = new HashMap<>();

  Opening(DataKeys keys, KeyUser user) {
    this.keys = keys;
    this.user = user;
  }

  /// Messages were taken whose keys must be asked for outside of the transaction.
  static final class KeysNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // it is thrown within one process
    private final Set<String> labels;

    private KeysNeeded(Set<String> labels) {
      super("data keys are needed", null, false, false);
      this.labels = labels;
    }
  }

  /// Returns when all of these can be opened; asks nobody.
  ///
  /// @throws KeysNeeded to roll the transaction back with, and then for [#ask]
  void check(List<Message> taken) {
    Set<String> needed = new HashSet<>();
    for (var message : taken) {
      SealedContent.label(message).filter(label -> !isKnown(label)).ifPresent(needed::add);
    }
    if (!needed.isEmpty()) {
      throw new KeysNeeded(needed);
    }
  }

  private boolean isKnown(String label) {
    if (!found.containsKey(label)) {
      keys.known(Label.parse(label), user).ifPresent(key -> found.put(label, key));
    }
    return found.containsKey(label);
  }

  /// Asks KMS.
  ///
  /// @throws dev.hearth.kernel.ServiceException where KMS refuses
  void ask(KeysNeeded needed, Queue queue) {
    var encryption = queue.settings().encryption();
    var reuse = encryption == null ? SHORTEST_REUSE : encryption.reuse();
    for (var label : needed.labels) {
      found.put(label, keys.opening(Label.parse(label), reuse, user));
    }
  }

  /// The row in the clear; it was checked.
  Message open(Message row) {
    return SealedContent.label(row)
        .map(label -> SealedContent.open(row, Objects.requireNonNull(found.get(label))))
        .orElse(row);
  }
}
