package dev.hearth.sandbox.bubblewrap;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.linux.Launch;
import dev.hearth.sandbox.linux.Privileges;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.RuntimeChoice;
import dev.hearth.sandbox.runtime.RuntimeEnvironment;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.telemetry.Sockets;
import dev.hearth.sandbox.telemetry.Telemetry;
import dev.hearth.sandbox.web.WebSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Sandboxes made by bubblewrap, with this process as their network, their limits and their disk.
///
/// A function gets a parked cell: its code is mounted, its limits are set, and its runtime, which
/// runs already, is told. Where none is parked a Python is forked; other runtimes, and functions
/// whose settings are read when a process starts, get a cell that has the code in it from the
/// beginning.
///
/// Needs root, `bwrap` and `setpriv`: see [Host].
public final class BubblewrapDriver implements Driver {
  private static final Logger LOG = System.getLogger(BubblewrapDriver.class.getName());
  private static final Path ROOT = Path.of("/");
  private static final Path TASK = Path.of("/var/task");
  private static final Path LAYERS = Path.of("/opt");
  private static final int TEMPORARY_MEBIBYTES = 512;

  private final Runtimes runtimes;
  private final BubblewrapSettings settings;
  private final CompletableFuture<Shop> shop;

  /// What takes its time to set up.
  ///
  /// @param plans of cells that wait for their function, by runtime
  private record Shop(
      Workshop workshop,
      CellMaker maker,
      Map<String, Plan> plans,
      Map<String, ParkedPool> pools,
      SizedPools sized)
      implements AutoCloseable {
    @Override
    public void close() {
      pools.values().forEach(ParkedPool::close);
      sized.close();
      maker.close();
      workshop.close();
    }
  }

  /// Returns at once and sets up meanwhile; sandboxes that are asked for wait for it.
  ///
  /// @throws IllegalStateException when this process may not make sandboxes, or this host lacks
  ///   `bwrap` or `setpriv`; the message tells how to mend it
  public BubblewrapDriver(Runtimes runtimes, BubblewrapSettings settings, InstantSource clock) {
    this.runtimes = runtimes;
    this.settings = settings;
    if (!Privileges.lacking().isEmpty()) {
      throw new IllegalStateException(
          "sandboxes are made by root, and this process lacks "
              + String.join(", ", Privileges.lacking())
              + " (try: sudo; or --driver process, which isolates nothing)");
    }
    var tools =
        Tools.find()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "bwrap or setpriv is missing (try: apt-get install bubblewrap"
                            + " util-linux)"));
    this.shop = new CompletableFuture<>();
    Thread.ofPlatform().name("hearth-sandboxes").daemon().start(() -> setUp(tools, clock));
  }

  private void setUp(Tools tools, InstantSource clock) {
    try {
      var workshop = Workshop.open(tools, runtimes.installed(), settings, clock);
      var maker = new CellMaker(workshop);
      var plans = new HashMap<String, Plan>();
      var pools = new HashMap<String, ParkedPool>();
      for (var runtime : runtimes.installed()) {
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
      shop.complete(
          new Shop(workshop, maker, plans, pools, new SizedPools(maker, settings, clock)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      LOG.log(Level.ERROR, "no sandbox can be made: `hearth doctor` tells what is missing", e);
      shop.completeExceptionally(e);
    }
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
        TASK.toString(),
        Limits.PARKED,
        List.of());
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public String runtimeVersion(String runtime) {
    return runtimes.choose(runtime).version();
  }

  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    try {
      var current = shop.join();
      var reach = new CompletableFuture<Cell>();
      var telemetry = telemetry(current.workshop(), spec, log, reach);
      var cell = cell(current, spec, telemetry);
      reach.complete(cell);
      adapt(current.workshop(), cell, spec);
      cell.gateway().belongsTo(spec.functionArn(), spec.egress());
      var _ = cell.gone().thenRun(telemetry::close);
      return new BubblewrapSandbox(cell, spec, telemetry, settings.limitCpu());
    } catch (IOException | CompletionException e) {
      throw new ServiceException(
          "ServiceException", 500, "No sandbox can be made now: " + e.getMessage(), e);
    }
  }

  /// Speaks to the function's program where that is a web server.
  private static void adapt(Workshop workshop, Cell cell, SandboxSpec spec) {
    try {
      WebSettings.of(spec)
          .ifPresent(
              web -> cell.api().adapt(web, spec, () -> workshop.networks().open(process(cell))));
    } catch (IllegalArgumentException e) {
      cell.api().cannotStart(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean snapshots(String runtime) {
    var plan = shop.join().plans().get(runtimes.choose(runtime).runtime().name());
    return plan != null && plan.origin() == Origin.FORKED;
  }

  @Override
  public Snapshot snapshot(SandboxSpec spec, LogSink log) {
    try {
      var current = shop.join();
      var choice = runtimes.choose(spec.runtime());
      var plan = current.plans().get(choice.runtime().name());
      if (plan == null || plan.origin() != Origin.FORKED) {
        throw refused(spec.runtime() + " is not supported for SnapStart enabled functions.");
      }
      if (!ExtensionProcesses.in(spec.layers()).isEmpty()) {
        throw refused("Extensions are not supported for SnapStart enabled functions.");
      }
      if (WebSettings.asked(spec)) {
        throw refused("Web servers are not supported for SnapStart enabled functions.");
      }
      if (!choice.parks(spec)) {
        throw refused(
            "Wrapper scripts, and libraries that are looked for when a process starts, are not"
                + " supported for SnapStart enabled functions.");
      }
      var telemetry = telemetry(current.workshop(), spec, log, new CompletableFuture<>());
      var cell = current.maker().make(plan.of(spec, Origin.TEMPLATE), telemetry);
      try {
        serveCredentials(cell.api(), spec);
        cell.gateway().belongsTo(spec.functionArn(), spec.egress());
        specialise(current.workshop(), cell, choice, spec, telemetry);
      } catch (IOException e) {
        cell.close();
        throw e;
      }
      var _ = cell.gone().thenRun(telemetry::close);
      return new Template(
          cell,
          spec,
          current.workshop(),
          current.maker(),
          (sink, copy) -> telemetry(current.workshop(), spec, sink, copy),
          settings.limitCpu());
    } catch (IOException | CompletionException e) {
      throw new ServiceException(
          "ServiceException", 500, "No snapshot can be made now: " + e.getMessage(), e);
    }
  }

  private static ServiceException refused(String why) {
    return new ServiceException("InvalidParameterValueException", 400, why);
  }

  static void serveCredentials(RuntimeApi api, SandboxSpec spec) {
    var source = spec.credentials();
    var token = spec.environment().get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (source != null && token != null) {
      api.serve(source, token);
    }
  }

  /// @param cell the sandbox, once it is known which
  private static Telemetry telemetry(
      Workshop workshop, SandboxSpec spec, LogSink log, CompletableFuture<Cell> cell) {
    boolean jsonLines = "JSON".equals(spec.environment().get("AWS_LAMBDA_LOG_FORMAT"));
    Sockets sockets =
        () -> {
          var process = cell.join().firstProcess();
          return workshop
              .networks()
              .open(process.orElseThrow(() -> new IOException("the sandbox has ended")));
        };
    return new Telemetry(log, jsonLines, sockets, workshop.clock());
  }

  private Cell cell(Shop current, SandboxSpec spec, Telemetry log) throws IOException {
    if (spec.image() != null) {
      return contained(current, spec, spec.image(), log);
    }
    var choice = runtimes.choose(spec.runtime());
    var extensions = ExtensionProcesses.in(spec.layers());
    return choice.parks(spec) && extensions.isEmpty()
        ? parked(current, choice, spec, log)
        : made(current, choice, spec, extensions, log);
  }

  /// A new cell on an image's own file system; nothing of it can be parked.
  private static Cell contained(Shop shop, SandboxSpec spec, ContainerImage image, Telemetry log)
      throws IOException {
    var environment = RuntimeEnvironment.of(image, spec, Layout.ISOLATED);
    var cell =
        shop.maker()
            .make(
                new Plan(
                    Origin.STARTED,
                    Launch.IMAGE,
                    image.command(),
                    environment,
                    Map.of(ROOT, List.of(image.root())),
                    spec.temporaryMebibytes(),
                    image.workingDirectory(),
                    Limits.of(spec),
                    List.of()),
                log);
    cell.api().specialise(environment, spec.functionArn(), log);
    return cell;
  }

  private static Cell parked(Shop shop, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    while (true) {
      var cell = taken(shop, choice.runtime(), spec);
      if (cell.isEmpty()) {
        break;
      }
      try {
        if (spec.temporaryMebibytes() != TEMPORARY_MEBIBYTES) {
          shop.workshop()
              .injector()
              .resizeTemporary(process(cell.get()), spec.temporaryMebibytes());
        }
        Limits.of(spec).apply(cell.get().group());
        specialise(shop.workshop(), cell.get(), choice, spec, log);
        return cell.get();
      } catch (IOException e) {
        cell.get().close();
        LOG.log(Level.WARNING, "a parked sandbox could not be used", e);
      }
    }
    var plan = shop.plans().get(choice.runtime().name());
    return plan != null && plan.origin() == Origin.FORKED
        ? forked(shop, plan, choice, spec, log)
        : made(shop, choice, spec, List.of(), log);
  }

  private static Optional<Cell> taken(Shop shop, HostRuntime runtime, SandboxSpec spec) {
    if (runtime.parksBySize()) {
      return shop.sized().take(runtime, spec.memoryMebibytes());
    }
    var pool = shop.pools().get(runtime.name());
    return pool == null ? Optional.empty() : pool.take();
  }

  /// A new cell that gets its code while it is still on its way to the park.
  private static Cell forked(
      Shop shop, Plan plan, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    Cell cell;
    try {
      cell = shop.maker().make(plan.of(spec), log);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no sandbox could be forked", e);
      return made(shop, choice, spec, List.of(), log);
    }
    try {
      specialise(shop.workshop(), cell, choice, spec, log);
      return cell;
    } catch (IOException e) {
      cell.close();
      throw e;
    }
  }

  private static void specialise(
      Workshop workshop, Cell cell, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    cell.output().redirect(log);
    var folders = new HashMap<>(folders(spec));
    if (choice.runtime().emptyTask() != null) {
      workshop.injector().replace(process(cell), TASK, spec.code());
      folders.remove(TASK);
    }
    if (!folders.isEmpty()) {
      workshop.injector().mount(process(cell), folders);
    }
    var environment = choice.environment(spec, Layout.ISOLATED);
    cell.api().specialise(environment, spec.functionArn(), log);
    var shell = cell.shell();
    if (shell != null && !refused(cell, choice, spec)) {
      shell.become(environment, choice.command(spec, Layout.ISOLATED).getFirst());
    }
  }

  /// Whether nothing can be started, which every run then tells.
  private static boolean refused(Cell cell, RuntimeChoice choice, SandboxSpec spec) {
    var fault = choice.fault(spec, Layout.ISOLATED);
    fault.ifPresent(cell.api()::cannotStart);
    return fault.isPresent();
  }

  private static int process(Cell cell) throws IOException {
    return cell.firstProcess().orElseThrow(() -> new IOException(cell.id() + " has ended"));
  }

  /// A new cell that has its code from the beginning.
  private static Cell made(
      Shop shop, RuntimeChoice choice, SandboxSpec spec, List<String> extensions, Telemetry log)
      throws IOException {
    var environment = choice.environment(spec, Layout.ISOLATED);
    var cell =
        shop.maker()
            .make(
                new Plan(
                    Origin.STARTED,
                    choice.runtime().name(),
                    choice.command(spec, Layout.ISOLATED),
                    environment,
                    folders(spec),
                    spec.temporaryMebibytes(),
                    TASK.toString(),
                    Limits.of(spec),
                    extensions),
                log);
    cell.api().specialise(environment, spec.functionArn(), log);
    var _ = refused(cell, choice, spec);
    return cell;
  }

  private static Map<Path, List<Path>> folders(SandboxSpec spec) {
    return spec.layers().isEmpty()
        ? Map.of(TASK, List.of(spec.code()))
        : Map.of(TASK, List.of(spec.code()), LAYERS, spec.layers());
  }

  @Override
  public Map<String, Integer> parked() {
    var current = shop.getNow(null);
    var counts = new TreeMap<String, Integer>();
    if (current != null) {
      current.pools().forEach((name, pool) -> counts.put(name, pool.size()));
      current.sized().count(counts);
    }
    return counts;
  }

  @Override
  public void close() {
    shop.handle((current, failure) -> current)
        .thenAccept(
            current -> {
              if (current != null) {
                current.close();
              }
            })
        .join();
  }
}
