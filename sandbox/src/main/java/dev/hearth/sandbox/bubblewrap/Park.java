package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where the cells of all runtimes wait for their functions, and what they are made with.
///
/// @param plans of cells that wait for their function, by runtime
/// @param pools of those, by runtime
/// @param sized of runtimes that are parked by size
/// @param holding of runtimes that can be parked with a function's code, by runtime
record Park(
    Workshop workshop,
    CellMaker maker,
    Map<String, Plan> plans,
    Map<String, ParkedPool> pools,
    SizedPools sized,
    Map<String, HoldingPools> holding)
    implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Park.class.getName());

  /// The size of a parked cell's `/tmp`, which is Lambda's own where nothing else is asked for.
  static final int TEMPORARY_MEBIBYTES = 512;

  /// What is counted beside a runtime's other parked cells has this after its name.
  static final String HOLDING = "-loaded";

  /// A cell that waits for a function.
  ///
  /// @param holdsCode whether it has the function's code in place, and loaded
  record Parked(Cell cell, boolean holdsCode) {}

  /// Sets it all up; begins to park.
  static Park open(Tools tools, Runtimes runtimes, BubblewrapSettings settings, InstantSource clock)
      throws IOException, InterruptedException {
    var workshop = Workshop.open(tools, runtimes.installed(), settings, clock);
    var maker = new CellMaker(workshop);
    var plans = new HashMap<String, Plan>();
    var pools = new HashMap<String, ParkedPool>();
    var holding = new HashMap<String, HoldingPools>();
    for (var runtime : runtimes.installed()) {
      if (runtime.holding(Layout.ISOLATED).isPresent()) {
        holding.put(runtime.name(), HoldingPools.of(runtime, maker, settings, clock));
      }
      if (runtime.parksBySize()) {
        continue;
      }
      var plan = parkedPlan(maker, runtime, settings.forks());
      plans.put(runtime.name(), plan);
      int size = settings.parked().getOrDefault(runtime.family(), 0);
      if (size > 0) {
        var demand = new Demand(size, settings.mostParked(), clock);
        pools.put(runtime.name(), new ParkedPool(maker, plan, demand));
      }
    }
    return new Park(workshop, maker, plans, pools, new SizedPools(maker, settings, clock), holding);
  }

  /// Forked where a trial shows that this host allows it, for that takes a third of the time and of
  /// the memory.
  private static Plan parkedPlan(CellMaker maker, HostRuntime runtime, boolean forks)
      throws InterruptedException {
    var zygote = runtime.zygote(Layout.ISOLATED);
    if (forks && zygote.isPresent()) {
      var plan = parkedPlan(Origin.FORKED, runtime, zygote.get());
      var output = new LastWords();
      try (var cell = maker.make(plan, output)) {
        if (cell.api().awaitParked(ParkedPool.PARK_LIMIT)) {
          return plan;
        }
        LOG.log(Level.WARNING, runtime.name() + " is not forked but started anew: " + output);
      } catch (IOException e) {
        LOG.log(Level.WARNING, runtime.name() + " is not forked but started anew", e);
      }
    }
    return parkedPlan(
        runtime.parksAsShell() ? Origin.SHELL : Origin.STARTED,
        runtime,
        runtime.command(Layout.ISOLATED, Limits.PARKED.memoryMebibytes()));
  }

  private static Plan parkedPlan(Origin origin, HostRuntime runtime, List<String> command) {
    var layout = Layout.ISOLATED;
    return new Plan(
        origin,
        runtime.name(),
        command,
        Map.of("AWS_LAMBDA_RUNTIME_API", layout.runtimeApi(), "TZ", ":UTC"),
        Map.of(),
        TEMPORARY_MEBIBYTES,
        CellSource.TASK.toString(),
        Limits.PARKED,
        List.of());
  }

  /// A cell that waits for a function, where there is one: if possible one that has its code.
  Optional<Parked> take(HostRuntime runtime, SandboxSpec spec) {
    var held = holding.get(runtime.name());
    // While what JVMs begin with is still being recorded, none is started that would go without it.
    var cell =
        held == null || runtime.unmadeCache() != null
            ? Optional.<Cell>empty()
            : held.take(HoldingPools.Code.of(spec));
    return cell.isPresent()
        ? Optional.of(new Parked(cell.get(), true))
        : generic(runtime, spec).map(any -> new Parked(any, false));
  }

  private Optional<Cell> generic(HostRuntime runtime, SandboxSpec spec) {
    if (runtime.parksBySize()) {
      return sized.take(runtime, spec.memoryMebibytes());
    }
    var pool = pools.get(runtime.name());
    return pool == null ? Optional.empty() : pool.take();
  }

  /// What copies of a runtime's process are made by, where this host allows it.
  Optional<Plan> forked(HostRuntime runtime) {
    return Optional.ofNullable(plans.get(runtime.name()))
        .filter(plan -> plan.origin() == Origin.FORKED);
  }

  /// How many cells wait, by runtime.
  Map<String, Integer> count() {
    var counts = new TreeMap<String, Integer>();
    pools.forEach((name, pool) -> counts.put(name, pool.size()));
    sized.count(counts);
    holding.forEach(
        (name, held) -> {
          if (held.size() > 0) {
            counts.put(name + HOLDING, held.size());
          }
        });
    return counts;
  }

  @Override
  public void close() {
    pools.values().forEach(ParkedPool::close);
    sized.close();
    holding.values().forEach(HoldingPools::close);
    maker.close();
    workshop.close();
  }
}
