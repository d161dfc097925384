package dev.hearth.sandbox.bubblewrap;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.linux.Privileges;
import dev.hearth.sandbox.linux.Tools;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.telemetry.Sockets;
import dev.hearth.sandbox.telemetry.Telemetry;
import dev.hearth.sandbox.web.WebSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Sandboxes made by bubblewrap, with this process as their network, their limits and their disk.
///
/// A function gets a parked cell: its code is mounted, its limits are set, and its runtime, which
/// runs already, is told; some hold the code already ([HoldingPools]). Where none is parked a
/// Python is forked; other runtimes, and functions whose settings are read when a process starts,
/// get a cell that has the code in it from the beginning.
///
/// Needs root, of the host or of a user namespace, `bwrap` and `setpriv`: see [Host].
public final class BubblewrapDriver implements Driver {
  private static final Logger LOG = System.getLogger(BubblewrapDriver.class.getName());

  private final Runtimes runtimes;
  private final BubblewrapSettings settings;
  private final CompletableFuture<Park> park;

  /// Returns at once and sets up meanwhile; sandboxes that are asked for wait for it.
  ///
  /// @throws IllegalStateException when this process may not make sandboxes, or this host lacks
  ///   `bwrap` or `setpriv`; the message tells how to mend it
  public BubblewrapDriver(Runtimes runtimes, BubblewrapSettings settings, InstantSource clock) {
    this.runtimes = runtimes;
    this.settings = settings;
    Privileges.fault(settings.firstUser())
        .ifPresent(
            fault -> {
              throw new IllegalStateException(fault);
            });
    var tools =
        Tools.find()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "bwrap or setpriv is missing (try: apt-get install bubblewrap"
                            + " util-linux)"));
    this.park = new CompletableFuture<>();
    Thread.ofPlatform().name("hearth-sandboxes").daemon().start(() -> setUp(tools, clock));
  }

  private void setUp(Tools tools, InstantSource clock) {
    try {
      park.complete(Park.open(tools, runtimes, settings, clock));
    } catch (IOException | InterruptedException | RuntimeException e) {
      LOG.log(Level.ERROR, "no sandbox can be made: `hearth doctor` tells what is missing", e);
      park.completeExceptionally(e);
    }
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
      var current = park.join();
      var reach = new CompletableFuture<Cell>();
      var telemetry = telemetry(current.workshop(), spec, log, reach);
      var cell = new CellSource(runtimes, current).cell(spec, telemetry);
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
              web ->
                  cell.api()
                      .adapt(web, spec, () -> workshop.networks().open(CellSource.process(cell))));
    } catch (IllegalArgumentException e) {
      cell.api().cannotStart(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean snapshots(String runtime) {
    return park.join().forked(runtimes.choose(runtime).runtime()).isPresent();
  }

  @Override
  public Snapshot snapshot(SandboxSpec spec, LogSink log) {
    try {
      var current = park.join();
      var choice = runtimes.choose(spec.runtime());
      var plan =
          current
              .forked(choice.runtime())
              .orElseThrow(
                  () ->
                      refused(
                          spec.runtime() + " is not supported for SnapStart enabled functions."));
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
        new CellSource(runtimes, current).specialise(cell, choice, spec, telemetry);
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

  @Override
  public Map<String, Integer> parked() {
    var current = park.getNow(null);
    return current == null ? Map.of() : current.count();
  }

  @Override
  public void close() {
    park.handle((current, failure) -> current)
        .thenAccept(
            current -> {
              if (current != null) {
                current.close();
              }
            })
        .join();
  }
}
