package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.invocation.FakeDriver.FakeSandbox;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One random schedule: it does to a [Roster] what threads do, one step at a time, and keeps books
/// of its own, by which it judges every decision.
final class Simulation {
  private static final int ACCOUNT_LIMIT = 8;
  private static final int PLACES = 6;
  private static final List<AccountId> ACCOUNTS =
      List.of(new AccountId("111111111111"), new AccountId("222222222222"));
  private static final String WITH_TENANTS = "tenants";
  private static final String SHARED = "shared";
  private static final List<String> NAMES = List.of("a", "b", WITH_TENANTS, SHARED);

  private final NodeLab lab = new NodeLab();
  private final Roster roster =
      new Roster(NodeLab.limits(ACCOUNT_LIMIT, PLACES, Duration.ZERO), lab.clock);
  private final SandboxMaker maker = lab.maker();
  private final Random random;
  private final List<FunctionVersion> versions = new ArrayList<>();
  private final Map<AccountId, Map<String, Integer>> reserved = new HashMap<>();
  private final Map<FunctionVersion, Integer> wanted = new HashMap<>();
  private int shared = 3; // requests at once

  // Invocations that were admitted, so that they count.
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Starting> starting = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();
  // Sandboxes that are to be provisioned.
  private final List<Ticket> provisioningWaits = new ArrayList<>();
  private final List<Pool> provisioning = new ArrayList<>();
  // Sandboxes that are there, by whose they are, and those that were given up just now.
  private final Map<Slot, String> living = new LinkedHashMap<>();
  private final List<Slot> gone = new ArrayList<>();

  private record Waiting(FunctionVersion version, String tenant, Ticket ticket) {}

  private record Starting(FunctionVersion version, String tenant, Pool pool) {}

  private record Running(FunctionVersion version, Slot slot) {}

  Simulation(long seed) {
    random = new Random(seed);
    for (var account : ACCOUNTS) {
      reserved.put(account, Map.of());
      NAMES.forEach(name -> versions.add(lab.functions.put(account, name, "1")));
    }
  }

  void step() {
    switch (random.nextInt(21)) {
      case 0, 1, 2, 3, 4, 5 -> seek(any(versions));
      case 6, 7, 8 -> start();
      case 9, 10, 11, 12 -> release();
      case 13 -> giveUp();
      case 14 -> replace(any(versions));
      case 15 -> reserve(any(ACCOUNTS));
      case 16 -> provision(any(versions));
      case 17 -> initialise();
      case 18 -> die();
      case 19 -> shared = 1 + random.nextInt(4);
      default -> grow();
    }
    bury();
    collect();
    check();
  }

  private void seek(FunctionVersion version) {
    if (random.nextInt(20) == 0) {
      replace(version); // it had been looked up just before
      bury();
      collect();
    }
    var tenant = version.name().equals(WITH_TENANTS) ? any(List.of("blue", "green")) : "";
    var most = concurrency(version);
    boolean ready = withRoom(version, tenant).anyMatch(Slot::provisioned);
    boolean warm = withRoom(version, tenant).findAny().isPresent();
    var refusal = refusal(version, ready);
    var decision = roster.seek(version, tenant.isEmpty() ? null : tenant, most, gone);
    if (refusal != null) {
      assertThat(decision).isEqualTo(new Decision.Refuse(refusal));
      return;
    }
    assertThat(decision instanceof Decision.Use).as("what is warm is used").isEqualTo(warm);
    switch (decision) {
      case Decision.Use(var slot) -> {
        assertThat(slot.provisioned()).isEqualTo(ready);
        use(version, tenant, slot);
      }
      case Decision.Start(var pool) -> starting.add(new Starting(version, tenant, pool));
      case Decision.Wait(var ticket) -> waiting.add(new Waiting(version, tenant, ticket));
      default -> throw new AssertionError(decision);
    }
  }

  private void use(FunctionVersion version, String tenant, Slot slot) {
    assertThat(lab.functions.isRetired(version)).as("old code runs").isFalse();
    assertThat(slot.version()).isEqualTo(version);
    assertThat(slot.reusable()).isTrue();
    assertThat(living).containsEntry(slot, tenant);
    assertThat(load(slot)).as("requests at once").isLessThan(slot.capacity());
    assertThat(slot.capacity() == 1 || version.name().equals(SHARED)).isTrue();
    running.add(new Running(version, slot));
  }

  private int concurrency(FunctionVersion version) {
    return version.name().equals(SHARED) ? shared : 1;
  }

  private long load(Slot slot) {
    return running.stream().filter(r -> r.slot == slot).count();
  }

  /// Sandboxes that could serve one request more; those of a version that was replaced serve none.
  private Stream<Slot> withRoom(FunctionVersion version, String tenant) {
    return living.entrySet().stream()
        .filter(_ -> !lab.functions.isRetired(version))
        .filter(each -> each.getValue().equals(tenant))
        .map(Map.Entry::getKey)
        .filter(slot -> slot.version().equals(version) && slot.reusable())
        .filter(slot -> load(slot) < Math.min(slot.capacity(), concurrency(version)));
  }

  private void start() {
    var next = take(starting);
    if (next == null) {
      return;
    }
    if (random.nextInt(10) == 0) {
      roster.notStarted(next.pool, false, gone);
      return;
    }
    var slot = maker.start(next.pool, false).orElse(null);
    if (slot == null) {
      assertThat(lab.functions.isRetired(next.version)).isTrue();
      roster.notStarted(next.pool, true, gone);
      return;
    }
    living.put(slot, next.tenant);
    if (roster.started(slot, gone)) {
      use(next.version, next.tenant, slot);
    }
  }

  private void release() {
    var next = take(running);
    if (next != null) {
      if (random.nextInt(10) == 0) {
        kill(next.slot);
      }
      roster.release(next.slot, gone);
    }
  }

  private void giveUp() {
    var next = take(waiting);
    assertThat(next == null || roster.giveUp(next.ticket)).isTrue();
    var provisioned = take(provisioningWaits);
    assertThat(provisioned == null || roster.giveUp(provisioned)).isTrue();
  }

  private void replace(FunctionVersion version) {
    var next = lab.functions.put(version.account(), version.name(), version.version());
    versions.set(versions.indexOf(version), next);
    var count = wanted.remove(version);
    if (count != null) {
      wanted.put(next, count);
    }
    roster.retire(version, gone);
  }

  private void reserve(AccountId account) {
    var next = new HashMap<String, Integer>();
    for (var name : NAMES) {
      if (random.nextInt(3) == 0) {
        next.put(name, random.nextInt(4));
      }
    }
    reserve(account, next);
  }

  private void reserve(AccountId account, Map<String, Integer> next) {
    reserved.put(account, next);
    roster.plan(new ConcurrencyPlan(account, Region.DEFAULT, next, List.of()));
  }

  private void provision(FunctionVersion version) {
    int count = random.nextInt(4);
    if (count == 0) {
      wanted.remove(version);
    } else if (!version.name().equals(WITH_TENANTS)) {
      wanted.put(version, count);
    }
    for (var decision : roster.provision(wanted, gone)) {
      switch (decision) {
        case Decision.Start(var pool) -> provisioning.add(pool);
        case Decision.Wait(var ticket) -> provisioningWaits.add(ticket);
        default -> throw new AssertionError(decision);
      }
    }
  }

  private void initialise() {
    var pool = take(provisioning);
    if (pool == null) {
      return;
    }
    var slot = random.nextInt(6) == 0 ? null : maker.start(pool, true).orElse(null);
    if (slot == null) {
      roster.notReady(pool, "it did not work", gone);
    } else {
      living.put(slot, "");
      roster.ready(slot, gone);
    }
  }

  private void die() {
    living.keySet().stream().filter(this::isIdle).findAny().ifPresent(Simulation::kill);
  }

  private static void kill(Slot slot) {
    ((FakeSandbox) slot.sandbox()).alive = false;
  }

  private void grow() {
    lab.clock.step(Duration.ofMinutes(random.nextInt(60)));
    roster.reap(gone);
  }

  /// What the roster gave up must not be in use, and is given up once.
  private void bury() {
    for (var slot : gone) {
      assertThat(living.remove(slot)).isNotNull();
      assertThat(isIdle(slot)).isTrue();
      slot.close();
    }
    gone.clear();
  }

  /// Takes notice of what was decided for those who wait.
  private void collect() {
    for (var next : List.copyOf(waiting)) {
      next.ticket.decided().ifPresent(decision -> decided(next, decision));
    }
    for (var ticket : List.copyOf(provisioningWaits)) {
      ticket
          .decided()
          .ifPresent(
              decision -> {
                provisioningWaits.remove(ticket);
                if (decision instanceof Decision.Start(var pool)) {
                  provisioning.add(pool);
                }
              });
    }
  }

  private void decided(Waiting next, Decision decision) {
    waiting.remove(next);
    switch (decision) {
      case Decision.Use(var slot) -> use(next.version, next.tenant, slot);
      case Decision.Start(var pool) -> starting.add(new Starting(next.version, next.tenant, pool));
      case Decision.Retired() -> assertThat(lab.functions.isRetired(next.version)).isTrue();
      default -> throw new AssertionError(decision);
    }
  }

  private void check() {
    int places = living.size() + starting.size() + provisioning.size();
    assertThat(places).isLessThanOrEqualTo(PLACES);
    for (var slot : living.keySet()) {
      assertThat(slot.load()).isEqualTo(Math.toIntExact(load(slot)));
    }
    var joining = waiting.stream().filter(w -> isJoining(w.ticket)).toList();
    assertThat(joining)
        .as("who waits for a sandbox that is being started")
        .allMatch(w -> starting.stream().anyMatch(s -> s.pool == w.ticket.pool()));
    if (waiting.size() > joining.size() || !provisioningWaits.isEmpty()) {
      assertThat(places).as("a place is free and somebody waits").isEqualTo(PLACES);
      assertThat(living.keySet()).noneMatch(slot -> isIdle(slot) && !slot.provisioned());
    }
    for (var version : versions) {
      assertThat(roster.readiness(version).available())
          .isEqualTo(ready(slot -> slot.version().equals(version)));
    }
  }

  private static boolean isJoining(Ticket ticket) {
    return ticket.pool().joining().contains(ticket);
  }

  /// Ends everything that goes on; then nothing may be left of it.
  void comeToRest() {
    while (waiting.size() + provisioningWaits.size() + starting.size() + provisioning.size() > 0
        || !running.isEmpty()) {
      giveUp();
      start();
      collect();
      initialise();
      collect();
      release();
      bury();
      collect();
    }
    ACCOUNTS.forEach(account -> reserve(account, Map.of()));
    wanted.clear();
    assertThat(roster.provision(wanted, gone)).isEmpty();
    versions.forEach(version -> roster.retire(version, gone));
    bury();
    assertThat(living).isEmpty();
    assertThat(lab.functions.leases).hasValue(0);
    assertThat(roster.atRest()).isTrue();
  }

  /// Why one more invocation must not be admitted, or null when it must.
  private @Nullable String refusal(FunctionVersion version, boolean provisioned) {
    var reservations = reserved.getOrDefault(version.account(), Map.of());
    var own = reservations.get(version.name());
    Predicate<FunctionVersion> counted =
        own != null
            ? other -> isSameFunction(other, version)
            : other ->
                other.account().equals(version.account())
                    && !reservations.containsKey(other.name());
    int limit =
        own != null
            ? own
            : ACCOUNT_LIMIT - reservations.values().stream().mapToInt(Integer::intValue).sum();
    long all =
        waiting.stream().filter(w -> counted.test(w.version)).count()
            + starting.stream().filter(s -> counted.test(s.version)).count()
            + running.stream().filter(r -> counted.test(r.version)).count();
    long inProvisioned =
        running.stream().filter(r -> counted.test(r.version) && r.slot.provisioned()).count();
    // Those that died are found out about when one of them is looked for.
    int ready = ready(slot -> counted.test(slot.version())) - idleProvisioned(version, false);
    boolean admitted = all < limit && (provisioned || all - inProvisioned < limit - ready);
    return admitted ? null : own != null ? Concurrency.FUNCTION_LIMIT : Concurrency.ACCOUNT_LIMIT;
  }

  private static boolean isSameFunction(FunctionVersion one, FunctionVersion other) {
    return one.account().equals(other.account()) && one.name().equals(other.name());
  }

  private int ready(Predicate<Slot> counted) {
    return Math.toIntExact(
        living.keySet().stream().filter(Slot::provisioned).filter(counted).count());
  }

  private int idleProvisioned(FunctionVersion version, boolean alive) {
    return ready(
        slot -> slot.version().equals(version) && isIdle(slot) && slot.reusable() == alive);
  }

  private boolean isIdle(Slot slot) {
    return running.stream().noneMatch(r -> r.slot == slot);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> @Nullable T take(List<T> list) {
    return list.isEmpty() ? null : list.remove(random.nextInt(list.size()));
  }
}
