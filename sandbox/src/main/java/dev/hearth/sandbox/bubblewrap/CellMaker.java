package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.contract.Copies;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.egress.EgressGateway;
import dev.hearth.sandbox.linux.Child;
import dev.hearth.sandbox.linux.Copy;
import dev.hearth.sandbox.linux.Fork;
import dev.hearth.sandbox.linux.Handed;
import dev.hearth.sandbox.linux.Launch;
import dev.hearth.sandbox.linux.Launcher;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Makes cells, and knows those that live.
final class CellMaker implements AutoCloseable {
  private static final int RUNTIME_API_PORT = 9001;
  private static final int RUNTIME_API_BACKLOG = 16;
  private static final long CLOSE_SECONDS = 5;

  private final Workshop workshop;
  private final AtomicLong count = new AtomicLong();
  private final Set<Cell> cells = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CellMaker(Workshop workshop) {
    this.workshop = workshop;
  }

  /// What a cell is to be.
  ///
  /// @param origin how its process begins
  /// @param root the runtime's name, or [Launch#IMAGE]
  /// @param folders see [Launch#folders()]
  /// @param limits from the beginning
  /// @param extensions file names of external ones, in the sandbox's `/opt/extensions`
  record Plan(
      Origin origin,
      String root,
      List<String> command,
      Map<String, String> environment,
      Map<Path, List<Path>> folders,
      int temporaryMebibytes,
      String workingDirectory,
      Limits limits,
      List<String> extensions) {

    /// The same with the limits that a function has from the beginning.
    Plan of(SandboxSpec spec, Origin begins) {
      return new Plan(
          begins,
          root,
          command,
          environment,
          folders,
          spec.temporaryMebibytes(),
          workingDirectory,
          Limits.of(spec),
          extensions);
    }
  }

  /// How a cell's process begins.
  enum Origin {
    /// `bubblewrap` starts the command.
    STARTED,
    /// It is forked from a process that runs the command, to be parked: see [Launcher#fork].
    FORKED,
    /// As `FORKED`, for a function that waits for it.
    FORKED_AT_ONCE,
    /// As `FORKED`, and copies can be made of it: see [#copy].
    TEMPLATE,
    /// `bubblewrap` starts a shell, which becomes the function's own program: see [ParkedShell].
    SHELL
  }

  private record Network(ServerSocketChannel runtimeApi, EgressGateway gateway)
      implements Closeable {
    @Override
    public void close() throws IOException {
      gateway.close();
      runtimeApi.close();
    }
  }

  /// Starts a cell; what runs in it has not got far when this returns.
  ///
  /// @param log what it writes
  Cell make(Plan plan, LogSink log) throws IOException {
    return make(plan, log, Handed.NOTHING);
  }

  /// @param handed what its process finds open
  Cell make(Plan plan, LogSink log, Handed handed) throws IOException {
    var user = workshop.users().take().orElseThrow(() -> new IOException("no user id is free"));
    var id = "%s-%06d".formatted(plan.root(), count.incrementAndGet());
    var api = new RuntimeApi(workshop.clock());
    var shell = plan.origin() == Origin.SHELL ? new ParkedShell(api, log) : null;
    var parts =
        new Cell.Parts(
            id,
            workshop.groups().create(id),
            workshop.pipes().open(shell == null ? log : shell),
            api,
            shell,
            () -> workshop.users().release(user));
    try {
      if (shell != null) {
        var cell = start(plan, plan.command(), shell.handed(), user, parts);
        shell.started();
        return cell;
      }
      return plan.extensions().isEmpty()
          ? start(plan, plan.command(), handed, user, parts)
          : startExtended(plan, user, parts, log);
    } catch (IOException | RuntimeException e) {
      parts.discard();
      throw e;
    }
  }

  private Cell startExtended(Plan plan, int user, Cell.Parts parts, LogSink log)
      throws IOException {
    var extensions = new ExtensionProcesses(plan.extensions(), parts, workshop.pipes(), log);
    try {
      var cell = start(plan, extensions.before(plan.command()), extensions.handed(), user, parts);
      extensions.started();
      var _ = cell.gone().thenRun(extensions::close);
      return cell;
    } catch (IOException | RuntimeException e) {
      extensions.close();
      throw e;
    }
  }

  private Cell start(Plan plan, List<String> command, Handed handed, int user, Cell.Parts parts)
      throws IOException {
    plan.limits().apply(parts.group());
    var launch =
        new Launch(
            plan.root(),
            plan.folders(),
            plan.temporaryMebibytes(),
            plan.workingDirectory(),
            command,
            plan.environment(),
            user,
            parts.group(),
            parts.output().writeEnd().file().toPath(),
            handed);
    var launcher = workshop.launcher();
    var launched =
        switch (plan.origin()) {
          case STARTED, SHELL -> launcher.start(launch, () -> network(parts.id()));
          case FORKED -> launcher.fork(launch, () -> network(parts.id()), Fork.PARKED);
          case FORKED_AT_ONCE -> launcher.fork(launch, () -> network(parts.id()), Fork.AT_ONCE);
          case TEMPLATE -> launcher.fork(launch, () -> network(parts.id()), Fork.TEMPLATE);
        };
    parts.output().started();
    return begin(parts, launched.process(), user, launched.network());
  }

  /// Makes a cell of a copy that a template has made of itself; it goes on when this returns.
  ///
  /// @param api serves it, and expects it already
  /// @param keepsTemporary whether something is in the template's `/tmp`
  Cell copy(
      Cell template,
      Copies.Made made,
      boolean keepsTemporary,
      SandboxSpec spec,
      RuntimeApi api,
      LogSink log)
      throws IOException {
    var id = "%s-%d".formatted(template.id(), count.incrementAndGet());
    var group = workshop.groups().create(id);
    try {
      Limits.of(spec).apply(group);
      var first =
          template.firstProcess().orElseThrow(() -> new IOException(template.id() + " has ended"));
      var copy =
          new Copy(
              first,
              made.process(),
              made.output(),
              made.exit(),
              template.user(),
              spec.temporaryMebibytes(),
              keepsTemporary,
              group);
      var placed = workshop.launcher().arrange(copy, () -> network(id));
      var output = workshop.pipes().open(placed.output(), log);
      // Its user is its template's, which outlives it.
      var parts = new Cell.Parts(id, group, output, api, null, () -> {});
      return begin(parts, placed.process(), template.user(), placed.network());
    } catch (IOException | RuntimeException e) {
      group.remove();
      throw e;
    }
  }

  private Cell begin(Cell.Parts parts, Child process, int user, Network network) {
    var gateway = network.gateway();
    parts.group().belongTo(process);
    parts.api().serve(network.runtimeApi());
    gateway.serve();
    var cell = new Cell(parts, process, user, gateway);
    cells.add(cell);
    var _ = cell.gone().thenRun(() -> cells.remove(cell));
    if (closed) {
      cell.close(); // it was too late to be seen by close()
    }
    return cell;
  }

  /// Runs in the sandbox's network namespace.
  private Network network(String id) throws IOException {
    var gateway = workshop.egress().bind(id);
    try {
      var runtimeApi = ServerSocketChannel.open(StandardProtocolFamily.INET);
      runtimeApi.bind(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), RUNTIME_API_PORT),
          RUNTIME_API_BACKLOG);
      return new Network(runtimeApi, gateway);
    } catch (IOException e) {
      gateway.close();
      throw e;
    }
  }

  /// Kills every cell but those that come to their end already, and waits until all are gone, a few
  /// seconds at most.
  @Override
  public void close() {
    closed = true;
    cells.stream().filter(cell -> !cell.ending()).forEach(Cell::close);
    CompletableFuture.allOf(cells.stream().map(Cell::gone).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
