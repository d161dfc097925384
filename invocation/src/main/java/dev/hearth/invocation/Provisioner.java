package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// Keeps as many initialised sandboxes ready as are provisioned, away from the invocations: on
/// threads of its own, and a few at a time.
final class Provisioner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Provisioner.class.getName());

  /// Sandboxes that initialise at once.
  private static final int AT_ONCE = 4;

  private final Functions functions;
  private final SandboxMaker maker;
  private final Roster roster;
  private final InvocationLimits limits;
  private final Map<Scope, ConcurrencyPlan> plans = new ConcurrentHashMap<>();
  private final Semaphore starts = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("provision-", 0).factory());

  private record Scope(AccountId account, Region region) {}

  Provisioner(Functions functions, SandboxMaker maker, Roster roster, InvocationLimits limits) {
    this.functions = functions;
    this.maker = maker;
    this.roster = roster;
    this.limits = limits;
  }

  void plan(ConcurrencyPlan plan) {
    var scope = new Scope(plan.account(), plan.region());
    if (plan.provisioned().isEmpty()) {
      if (plans.remove(scope) == null) {
        return;
      }
    } else {
      plans.put(scope, plan);
    }
    wake();
  }

  /// Starts what is missing and gives up what is too many, in time.
  void wake() {
    execute(this::provision);
  }

  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "nothing is provisioned any more: Hearth stops", e);
    }
  }

  private synchronized void provision() {
    var gone = new ArrayList<Slot>();
    var decisions = roster.provision(wanted(), gone);
    gone.forEach(Slot::close);
    for (var decision : decisions) {
      execute(() -> start(decision));
    }
  }

  private Map<FunctionVersion, Integer> wanted() {
    var wanted = new HashMap<FunctionVersion, Integer>();
    for (var plan : plans.values()) {
      for (var provisioned : plan.provisioned()) {
        try {
          var version =
              functions.resolve(
                  plan.account(), plan.region(), provisioned.function(), provisioned.version());
          if (version.state().equals("Active")) {
            wanted.merge(version, provisioned.count(), Integer::sum);
          }
        } catch (ServiceException e) {
          LOG.log(Level.DEBUG, provisioned + " is not provisioned", e); // deleted meanwhile
        }
      }
    }
    return wanted;
  }

  private void start(Decision decision) {
    switch (decision) {
      case Decision.Start(var pool) -> start(pool);
      case Decision.Wait(var ticket) -> {
        var room = ticket.await(limits.capacityWait());
        if (room.isPresent() || !roster.giveUp(ticket)) {
          start(room.or(ticket::decided).orElseThrow());
        }
      }
      case Decision.Refuse _, Decision.Retired _, Decision.Use _ -> {}
    }
  }

  private void start(Pool pool) {
    var gone = new ArrayList<Slot>();
    try {
      starts.acquire();
      try {
        initialise(pool, gone);
      } finally {
        starts.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      roster.notReady(pool, "Hearth stops.", gone);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, pool.version() + " could not be provisioned", e);
      roster.notReady(pool, String.valueOf(e.getMessage()), gone);
    }
    gone.forEach(Slot::close);
  }

  private void initialise(Pool pool, List<Slot> gone) {
    var started = maker.start(pool, true);
    if (started.isEmpty()) {
      roster.notReady(pool, "The version is not there any more.", gone);
      return;
    }
    var slot = started.get();
    if (slot.initialise()) {
      roster.ready(slot, gone);
    } else {
      slot.close();
      // Lambda's own code for it.
      roster.notReady(pool, "FUNCTION_ERROR_INIT_FAILURE", gone);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
