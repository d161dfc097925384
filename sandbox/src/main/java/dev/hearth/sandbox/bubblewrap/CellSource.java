package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import dev.hearth.sandbox.linux.Launch;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.RuntimeChoice;
import dev.hearth.sandbox.runtime.RuntimeEnvironment;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds a function its cell: a parked one where there is one, else one that is forked, else one
/// that is started with the code in it.
final class CellSource {
  private static final Logger LOG = System.getLogger(CellSource.class.getName());
  private static final Path ROOT = Path.of("/");
  static final Path TASK = Path.of("/var/task");
  private static final Path LAYERS = Path.of("/opt");

  private final Runtimes runtimes;
  private final Park park;

  CellSource(Runtimes runtimes, Park park) {
    this.runtimes = runtimes;
    this.park = park;
  }

  /// A cell that has its function, and is initialised meanwhile.
  ///
  /// @param log of the function
  Cell cell(SandboxSpec spec, Telemetry log) throws IOException {
    if (spec.image() != null) {
      return contained(spec, spec.image(), log);
    }
    var choice = runtimes.choose(spec.runtime());
    var extensions = ExtensionProcesses.in(spec.layers());
    return choice.parks(spec) && extensions.isEmpty()
        ? parked(choice, spec, log)
        : made(choice, spec, extensions, log);
  }

  /// A new cell on an image's own file system; nothing of it can be parked.
  private Cell contained(SandboxSpec spec, ContainerImage image, Telemetry log) throws IOException {
    var environment = RuntimeEnvironment.of(image, spec, Layout.ISOLATED);
    var cell =
        park.maker()
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

  private Cell parked(RuntimeChoice choice, SandboxSpec spec, Telemetry log) throws IOException {
    while (true) {
      var parked = park.take(choice.runtime(), spec);
      if (parked.isEmpty()) {
        break;
      }
      var cell = parked.get().cell();
      try {
        if (spec.temporaryMebibytes() != Park.TEMPORARY_MEBIBYTES) {
          park.workshop().injector().resizeTemporary(process(cell), spec.temporaryMebibytes());
        }
        Limits.of(spec).apply(cell.group());
        if (parked.get().holdsCode()) {
          tell(cell, choice, spec, log);
        } else {
          specialise(cell, choice, spec, log);
        }
        return cell;
      } catch (IOException e) {
        cell.close();
        LOG.log(Level.WARNING, "a parked sandbox could not be used", e);
      }
    }
    var plan = park.forked(choice.runtime());
    return plan.isPresent()
        ? forked(plan.get(), choice, spec, log)
        : made(choice, spec, List.of(), log);
  }

  /// A new cell that gets its code while it is still on its way to the park.
  private Cell forked(Plan plan, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    Cell cell;
    try {
      cell = park.maker().make(plan.of(spec, Origin.FORKED_AT_ONCE), log);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no sandbox could be forked", e);
      return made(choice, spec, List.of(), log);
    }
    try {
      specialise(cell, choice, spec, log);
      return cell;
    } catch (IOException e) {
      cell.close();
      throw e;
    }
  }

  /// Gives a cell its function.
  void specialise(Cell cell, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    var folders = new HashMap<>(folders(spec));
    if (choice.runtime().emptyTask() != null) {
      park.workshop().injector().replace(process(cell), TASK, spec.code());
      folders.remove(TASK);
    }
    if (!folders.isEmpty()) {
      park.workshop().injector().mount(process(cell), folders);
    }
    tell(cell, choice, spec, log);
  }

  /// Tells a cell that has its code what it is.
  private static void tell(Cell cell, RuntimeChoice choice, SandboxSpec spec, Telemetry log)
      throws IOException {
    cell.output().redirect(log);
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

  static int process(Cell cell) throws IOException {
    return cell.firstProcess().orElseThrow(() -> new IOException(cell.id() + " has ended"));
  }

  /// A new cell that has its code from the beginning.
  private Cell made(RuntimeChoice choice, SandboxSpec spec, List<String> extensions, Telemetry log)
      throws IOException {
    var environment = choice.environment(spec, Layout.ISOLATED);
    var cell =
        park.maker()
            .make(
                new Plan(
                    Origin.STARTED,
                    choice.runtime().name(),
                    choice.command(spec, Layout.ISOLATED),
                    choice.atStart(environment, Layout.ISOLATED),
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
}
