package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Readiness;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sandboxes of one revision of one function version, and of one tenant where the function
/// isolates tenants.
///
/// Of those on demand, the most recently used one serves next, so that those that are not needed
/// grow old and are reaped. Not safe for use by several threads: [Roster] guards it.
final class Pool {
  /// What tells one pool from another.
  ///
  /// @param tenantId null for a function without tenants
  record Key(
      String account,
      String region,
      String name,
      String version,
      String revision,
      @Nullable String tenantId) {
    static Key of(FunctionVersion version, @Nullable String tenantId) {
      return new Key(
          version.account().digits(),
          version.region().name(),
          version.name(),
          version.version(),
          version.revision(),
          tenantId);
    }

    /// Whether its sandboxes run this revision, whoever their tenant.
    boolean runs(Key revision) {
      return account.equals(revision.account)
          && region.equals(revision.region)
          && name.equals(revision.name)
          && version.equals(revision.version)
          && this.revision.equals(revision.revision);
    }
  }

  private final Key key;
  private final FunctionVersion version;
  private final Concurrency.Function function;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final Deque<Slot> idleProvisioned = new ArrayDeque<>();
  private final Set<Slot> busy = new LinkedHashSet<>();
  private final Deque<Ticket> joining = new ArrayDeque<>();
  private final Provision provision = new Provision();
  private int starting;
  private int waiting;
  private boolean retired;
  private boolean dropped;
  private volatile int concurrency = 1; // written under the roster's lock

  /// What is provisioned of a pool.
  static final class Provision {
    /// How many sandboxes there shall be.
    int wanted;

    /// How many are on their way, those that wait for room included.
    int coming;

    /// How many there are, idle or busy.
    int ready;

    /// Why the last one did not come to be; null where it did.
    private @Nullable String failure;

    /// No other is tried before this.
    Instant notBefore = Instant.MIN;

    void failed(@Nullable String why, Instant next) {
      failure = why;
      notBefore = next;
    }

    Readiness seen() {
      return new Readiness(ready + coming, ready, failure);
    }
  }

  Pool(Key key, FunctionVersion version, Concurrency.Function function) {
    this.key = key;
    this.version = version;
    this.function = function;
  }

  Key key() {
    return key;
  }

  FunctionVersion version() {
    return version;
  }

  Concurrency.Function function() {
    return function;
  }

  Provision provision() {
    return provision;
  }

  boolean retired() {
    return retired;
  }

  /// How many requests one of its sandboxes takes at once.
  int concurrency() {
    return concurrency;
  }

  void takes(int requestsAtOnce) {
    concurrency = requestsAtOnce;
  }

  /// A busy sandbox that takes one request more, of those provisioned or of the others; null for
  /// none.
  @Nullable Slot busyWithRoom(boolean provisioned) {
    if (concurrency == 1) {
      return null; // without a look at each
    }
    for (var slot : busy) {
      if (slot.provisioned() == provisioned && slot.hasRoom() && slot.reusable()) {
        return slot;
      }
    }
    return null;
  }

  /// Those who wait for a sandbox that is being started for another, and is for them too.
  Deque<Ticket> joining() {
    return joining;
  }

  /// How many could, of those there are.
  int joinable() {
    return starting * (concurrency - 1);
  }

  /// No sandbox leaves this pool again.
  void retire() {
    retired = true;
  }

  /// Counts invocations whose sandbox is being started.
  void starting(int change) {
    starting += change;
  }

  /// Counts invocations that wait for room.
  void waiting(int change) {
    waiting += change;
  }

  /// The idle sandbox to use next, of those provisioned or of the others; null for none.
  @Nullable Slot lastIdle(boolean provisioned) {
    return idle(provisioned).peekLast();
  }

  void rest(Slot slot) {
    idle(slot.provisioned()).addLast(slot);
  }

  /// Takes a sandbox out of those that are idle.
  void wake(Slot slot) {
    idle(slot.provisioned()).removeLastOccurrence(slot);
  }

  void begin(Slot slot) {
    busy.add(slot);
  }

  void end(Slot slot) {
    busy.remove(slot);
  }

  private Deque<Slot> idle(boolean provisioned) {
    return provisioned ? idleProvisioned : idle;
  }

  Set<Slot> busy() {
    return Set.copyOf(busy);
  }

  Set<Slot> idle() {
    var all = new HashSet<>(idle);
    all.addAll(idleProvisioned);
    return all;
  }

  /// Whether nothing is in it, on its way to it, or wanted of it.
  boolean unused() {
    return idle.isEmpty()
        && idleProvisioned.isEmpty()
        && busy.isEmpty()
        && starting == 0
        && waiting == 0
        && provision.coming == 0
        && (provision.wanted == 0 || retired);
  }

  /// Ends its use; false when it has ended.
  boolean drop() {
    boolean first = !dropped;
    dropped = true;
    return first;
  }

  /// Its sandboxes, for `hearth ps`.
  Stream<SandboxView> views() {
    return Stream.concat(
        busy.stream().map(slot -> SandboxView.of(slot, "busy")),
        idle().stream().map(slot -> SandboxView.of(slot, "idle")));
  }

  @Override
  public String toString() {
    return "Pool[" + version + Objects.requireNonNullElse(key.tenantId, "") + "]";
  }
}
