package dev.hearth.sandbox.bubblewrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.linux.Copyable;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/// A cell whose function is initialised, and that makes copies of its process.
///
/// It outlives its copies, closed or not: they are in its namespaces for processes and users, and
/// would end with it.
final class Template implements Snapshot {
  /// "The time limit is 130 seconds or the configured function timeout (maximum 900 seconds),
  /// whichever is higher." (AWS Lambda Developer Guide, "Lambda SnapStart runtime hooks")
  private static final Duration INITIALISATION = Duration.ofSeconds(130);

  private static final Duration COPYING = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cell cell;
  private final SandboxSpec spec;
  private final Workshop workshop;
  private final CellMaker maker;
  private final BiFunction<LogSink, CompletableFuture<Cell>, Telemetry> telemetry;
  private final boolean cpuQuota;
  private final CompletableFuture<Optional<Failure>> initialised = new CompletableFuture<>();
  private final Set<Cell> copies = new HashSet<>(); // guarded by this
  private boolean closed; // guarded by this
  private volatile boolean keepsTemporary;
  private volatile int mebibytes;

  /// @param cell has been given its function
  /// @param telemetry makes a copy's log
  Template(
      Cell cell,
      SandboxSpec spec,
      Workshop workshop,
      CellMaker maker,
      BiFunction<LogSink, CompletableFuture<Cell>, Telemetry> telemetry,
      boolean cpuQuota) {
    this.cell = cell;
    this.spec = spec;
    this.workshop = workshop;
    this.maker = maker;
    this.telemetry = telemetry;
    this.cpuQuota = cpuQuota;
    Thread.ofVirtual().name("snapshot").start(this::initialise);
  }

  private void initialise() {
    Optional<Failure> failure;
    try {
      failure = look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Optional.of(new Failure("Runtime.ExitError", "interrupted"));
    } catch (IOException e) {
      failure = Optional.of(new Failure("Runtime.ExitError", String.valueOf(e.getMessage())));
    }
    cell.output().drain();
    if (failure.isPresent()) {
      close();
    }
    initialised.complete(failure);
  }

  private Optional<Failure> look() throws IOException, InterruptedException {
    var limit = spec.timeout().compareTo(INITIALISATION) > 0 ? spec.timeout() : INITIALISATION;
    var run = cell.api().awaitTemplate(limit);
    if (run != null) {
      return Optional.of(failure(run));
    }
    var first = cell.firstProcess();
    if (first.isEmpty()) {
      return Optional.of(new Failure("Runtime.ExitError", "the process has ended"));
    }
    keepsTemporary = !Copyable.hasEmptyTemporary(first.getAsInt());
    mebibytes = Math.toIntExact(Math.ceilDiv(cell.peakMemoryBytes(), 1L << 20));
    return Copyable.obstacle(first.getAsInt())
        .or(() -> trial(first.getAsInt()))
        .map(why -> new Failure("Runtime.BeforeSnapshotError", "SnapStart: " + why + "."));
  }

  /// Some hosts keep user namespaces to programs that they know.
  private Optional<String> trial(int first) {
    try {
      workshop.launcher().end(first, cell.api().copies().order(COPYING).process());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no copy can be made of it: " + e.getMessage());
    }
  }

  private static Failure failure(Run run) {
    return switch (run) {
      case Run.InitFailed failed ->
          new Failure(String.valueOf(failed.errorType()), message(failed));
      case Run.TimedOut timedOut ->
          new Failure(
              "Sandbox.Timedout",
              "The initialisation took longer than " + timedOut.limit().toSeconds() + " s.");
      case Run.Crashed crashed ->
          new Failure(
              String.valueOf(crashed.errorType()), "Runtime exited with error: " + crashed.exit());
      default -> new Failure(String.valueOf(run.errorType()), "The initialisation failed.");
    };
  }

  /// The runtime's `errorMessage`.
  private static String message(Run.InitFailed failed) {
    try {
      return JSON.readTree(failed.payload().bytes()).path("errorMessage").asText();
    } catch (IOException e) {
      return failed.payload().text(); // it speaks in another way
    }
  }

  @Override
  public Optional<Failure> awaitInitialised() {
    return initialised.join();
  }

  @Override
  public Sandbox restore(SandboxSpec copySpec, LogSink log) {
    // Before, a copy would be taken for a process that the function has started.
    awaitInitialised()
        .ifPresent(
            failure -> {
              throw new ServiceException(
                  "ServiceException", 500, "No sandbox can be made: " + failure.message());
            });
    var reach = new CompletableFuture<Cell>();
    var own = telemetry.apply(log, reach);
    var api = new RuntimeApi(workshop.clock());
    api.restore(spec.environment(), copySpec.functionArn(), own);
    BubblewrapDriver.serveCredentials(api, copySpec);
    try {
      var made = cell.api().copies().order(COPYING);
      var copy = maker.copy(cell, made, keepsTemporary, copySpec, api, own);
      reach.complete(copy);
      copy.gateway().belongsTo(copySpec.functionArn(), copySpec.egress());
      keep(copy);
      var _ = copy.gone().thenRun(own::close);
      return new BubblewrapSandbox(copy, copySpec, own, cpuQuota, mebibytes);
    } catch (IOException e) {
      own.close();
      api.close();
      throw new ServiceException(
          "ServiceException", 500, "No sandbox can be made now: " + e.getMessage(), e);
    }
  }

  private void keep(Cell copy) {
    synchronized (this) {
      copies.add(copy);
    }
    var _ = copy.gone().thenRun(() -> leave(copy));
  }

  private void leave(Cell copy) {
    boolean last;
    synchronized (this) {
      copies.remove(copy);
      last = closed && copies.isEmpty();
    }
    if (last) {
      cell.close();
    }
  }

  @Override
  public boolean usable() {
    synchronized (this) {
      return !closed && cell.alive() && !cell.api().copies().over();
    }
  }

  @Override
  public synchronized int copies() {
    return copies.size();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!copies.isEmpty()) {
        return;
      }
    }
    cell.close();
  }
}
