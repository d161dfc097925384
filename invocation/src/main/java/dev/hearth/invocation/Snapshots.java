package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.sandbox.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The snapshots of this node: of each version with SnapStart that was published here, or that runs
/// here. One that is not used for some time goes, and is made again when it is wanted.
final class Snapshots implements AutoCloseable {
  /// A snapshot costs the memory of an initialised function.
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final Function<FunctionVersion, Optional<Kept>> maker;
  private final int most;
  private final InstantSource clock;
  private final Map<Pool.Key, Entry> entries = new HashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  /// A snapshot, and what its copies have in common beside it.
  ///
  /// @param token that their SDKs show when they ask for credentials
  /// @param release gives the code back
  record Kept(Snapshot snapshot, String token, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      snapshot.close();
      release.run();
    }
  }

  private static final class Entry {
    final CompletableFuture<Optional<Kept>> made = new CompletableFuture<>();
    Instant lastUsed;

    Entry(Instant now) {
      lastUsed = now;
    }

    @Nullable Kept kept() {
      return made.isCompletedExceptionally() ? null : made.getNow(Optional.empty()).orElse(null);
    }

    /// Whether nobody would miss it.
    boolean unused() {
      var kept = kept();
      return made.isDone() && (kept == null || kept.snapshot().copies() == 0);
    }

    boolean usable() {
      var kept = kept();
      return !made.isDone() || (kept != null && kept.snapshot().usable());
    }
  }

  /// @param maker begins a snapshot; nothing where the version was replaced meanwhile
  /// @param most that are kept without a sandbox of theirs
  Snapshots(Function<FunctionVersion, Optional<Kept>> maker, int most, InstantSource clock) {
    this.maker = maker;
    this.most = most;
    this.clock = clock;
  }

  /// The snapshot of a version, initialised or not: made where there is none.
  ///
  /// @return nothing where the version was replaced meanwhile
  Optional<Kept> of(FunctionVersion version) {
    var key = Pool.Key.of(version, null);
    Entry entry;
    boolean mine = false;
    var gone = new ArrayList<Kept>();
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null || !entry.usable()) {
        give(entry, gone);
        entry = new Entry(clock.instant());
        entries.put(key, entry);
        mine = true;
        shrink(gone);
      }
      entry.lastUsed = clock.instant();
    }
    gone.forEach(Kept::close);
    return mine ? make(key, version, entry) : join(entry);
  }

  private Optional<Kept> make(Pool.Key key, FunctionVersion version, Entry entry) {
    try {
      var kept = maker.apply(version);
      entry.made.complete(kept);
      boolean unwanted;
      synchronized (this) {
        // It may have been retired meanwhile, when there was nothing to let go of yet.
        unwanted = closed || kept.isEmpty() || entries.get(key) != entry;
        if (unwanted) {
          entries.remove(key, entry);
        }
      }
      if (unwanted) {
        kept.ifPresent(Kept::close);
        return Optional.empty();
      }
      return kept;
    } catch (RuntimeException e) {
      entry.made.completeExceptionally(e);
      synchronized (this) {
        entries.remove(key, entry);
      }
      throw e;
    }
  }

  private static Optional<Kept> join(Entry entry) {
    try {
      return entry.made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Lets go of the snapshot of a version that is not to be run any more.
  void retire(FunctionVersion version) {
    var gone = new ArrayList<Kept>();
    synchronized (this) {
      give(entries.remove(Pool.Key.of(version, null)), gone);
    }
    gone.forEach(Kept::close);
  }

  /// Lets go of what has not been used for long.
  void reap() {
    var unused = clock.instant().minus(IDLE);
    var gone = new ArrayList<Kept>();
    synchronized (this) {
      for (var each : List.copyOf(entries.entrySet())) {
        var entry = each.getValue();
        if (!entry.usable() || (entry.unused() && entry.lastUsed.isBefore(unused))) {
          entries.remove(each.getKey());
          give(entry, gone);
        }
      }
    }
    gone.forEach(Kept::close);
  }

  /// Those used last are kept.
  private void shrink(List<Kept> gone) {
    var unused =
        entries.entrySet().stream()
            .filter(each -> each.getValue().unused())
            .sorted(Comparator.comparing(each -> each.getValue().lastUsed))
            .toList();
    for (int i = 0; i < unused.size() - most; i++) {
      entries.remove(unused.get(i).getKey());
      give(unused.get(i).getValue(), gone);
    }
  }

  private static void give(@Nullable Entry entry, List<Kept> gone) {
    var kept = entry == null ? null : entry.kept();
    if (kept != null) {
      gone.add(kept);
    }
  }

  /// How many there are, for tests.
  synchronized int size() {
    return entries.size();
  }

  @Override
  public void close() {
    var gone = new ArrayList<Kept>();
    synchronized (this) {
      closed = true;
      entries.values().forEach(entry -> give(entry, gone));
      entries.clear();
    }
    gone.forEach(Kept::close);
  }
}
