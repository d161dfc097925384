package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Readiness;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All the sandboxes of this node: does what the [Roster] decides.
final class Pools implements AutoCloseable {
  private final SandboxMaker maker;
  private final InvocationLimits limits;
  private final Roster roster;
  private final Provisioner provisioner;
  private final TaggedConcurrency concurrency;

  Pools(SandboxMaker maker, Functions functions, InvocationLimits limits, InstantSource clock) {
    this.maker = maker;
    this.limits = limits;
    this.roster = new Roster(limits, clock);
    this.provisioner = new Provisioner(functions, maker, roster, limits);
    this.concurrency = new TaggedConcurrency(functions, clock);
  }

  /// A sandbox for one invocation of `version`, a warm one where there is one. Others may have the
  /// same, where the function takes several requests at once.
  ///
  /// @param tenantId whose sandboxes alone may serve it; null for a function without tenants
  Admission admit(FunctionVersion version, @Nullable String tenantId) {
    int most = concurrency.of(version);
    var decision = decide(gone -> roster.seek(version, tenantId, most, gone));
    if (decision instanceof Decision.Wait(var ticket)) {
      decision = await(ticket);
    }
    return switch (decision) {
      case Decision.Use(var slot) -> new Admission.Granted(slot);
      case Decision.Start(var pool) -> start(pool);
      case Decision.Refuse(var reason) -> new Admission.Throttled(reason);
      case Decision.Retired() -> new Admission.Retired();
      case Decision.Wait _ -> throw new AssertionError("who waited need not wait again");
    };
  }

  private Decision await(Ticket ticket) {
    var decision = ticket.await(limits.capacityWait());
    if (decision.isEmpty() && roster.giveUp(ticket)) {
      return new Decision.Refuse(Concurrency.ACCOUNT_LIMIT);
    }
    return decision.or(ticket::decided).orElseThrow();
  }

  private Admission start(Pool pool) {
    Slot slot = null;
    boolean replaced = false;
    try {
      slot = maker.start(pool, false).orElse(null);
      replaced = slot == null;
    } finally {
      if (slot == null) {
        boolean retired = replaced;
        closing(gone -> roster.notStarted(pool, retired, gone));
      }
    }
    var started = slot;
    return started != null && decide(gone -> roster.started(started, gone))
        ? new Admission.Granted(started)
        : new Admission.Retired();
  }

  /// Ends an invocation: the sandbox is for the next one, or closed.
  void release(Slot slot) {
    if (!slot.reusable() && slot.load() == 1) {
      slot.close(); // before its place is given to another
    }
    closing(gone -> roster.release(slot, gone));
    if (slot.provisioned() && !slot.reusable()) {
      provisioner.wake();
    }
  }

  /// Closes what runs `version`: idle sandboxes now, busy ones when their run ends.
  void retire(FunctionVersion version) {
    closing(gone -> roster.retire(version, gone));
    maker.snapshots().retire(version);
  }

  /// Closes what has been idle for too long or grew too old, and replaces what is provisioned; the
  /// server calls it regularly.
  void reap() {
    closing(roster::reap);
    maker.snapshots().reap();
    provisioner.wake();
  }

  /// From now on this holds; what is to be provisioned comes in time.
  void plan(ConcurrencyPlan plan) {
    roster.plan(plan);
    provisioner.plan(plan);
  }

  Readiness readiness(FunctionVersion version) {
    return roster.readiness(version);
  }

  /// Everything that lives, for `hearth ps`.
  List<SandboxView> sandboxes() {
    return roster.sandboxes();
  }

  List<ConcurrencyView> concurrency() {
    return roster.concurrency();
  }

  @Override
  public void close() {
    provisioner.close();
    closing(roster::close);
    maker.snapshots().close();
  }

  private static void closing(Consumer<List<Slot>> decide) {
    var gone = new ArrayList<Slot>(1);
    decide.accept(gone);
    gone.forEach(Slot::close);
  }

  /// Has the roster decide, and closes what it gave up.
  private static <T> T decide(Function<List<Slot>, T> decision) {
    var gone = new ArrayList<Slot>(1);
    var decided = decision.apply(gone);
    gone.forEach(Slot::close);
    return decided;
  }
}
