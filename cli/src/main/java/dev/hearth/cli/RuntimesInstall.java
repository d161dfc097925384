package dev.hearth.cli;

import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hearth runtimes install [NAME]`.
@Command(
    name = "install",
    description = {
      "Fetch Node.js, the AWS SDK for JavaScript and boto3 (300 MB), once for all of a user's"
          + " Hearths: into $$HEARTH_RUNTIMES, or ~/.cache/hearth/runtimes.",
      "With a name, only what functions of that runtime need. Python itself and JDKs are the"
          + " system's.",
    })
final class RuntimesInstall extends HearthCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A runtime or a language: nodejs24.x, python3.12, node, python (default: all).")
  private @Nullable String name;

  RuntimesInstall(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var family = name == null ? null : family(name);
    var installed = install(terminal, family);
    var found = Runtimes.find(Runtimes.defaultFolder());
    if (family != null && !found.has(family)) {
      throw new Failure(
          "Nothing here runs functions of " + name + ".",
          "To have it, " + Runtimes.mend(family) + ".");
    }
    if (json) {
      var folder = Runtimes.defaultFolder().toString();
      terminal
          .out()
          .println(
              Json.of(
                  Map.of(
                      "folder", folder, "installed", !installed.isEmpty(), "pieces", installed)));
    } else if (installed.isEmpty()) {
      terminal
          .err()
          .println(
              family == null
                  ? "All runtimes are installed in " + Runtimes.defaultFolder() + "."
                  : "Nothing has to be installed for " + name + ".");
    }
    if (name != null) {
      tellNearest(found, name);
    }
    return DONE;
  }

  /// A function may ask for a version that this host does not have.
  private void tellNearest(Runtimes found, String asked) {
    if (found.installed().stream()
        .flatMap(r -> found.servedBy(r).stream())
        .anyMatch(asked::equals)) {
      var note = found.choose(asked).note();
      if (note != null) {
        terminal.err().println(note);
      }
    }
  }

  private static Family family(String asked) {
    return Runtimes.family(asked)
        .orElseThrow(
            () ->
                new Failure(
                    "There is no runtime " + asked + ".",
                    "Name one of Lambda's, such as nodejs24.x or python3.12, or a language: node,"
                        + " python, java."));
  }

  /// Installs what is missing, and says so.
  static void install(Terminal terminal) {
    var _ = install(terminal, null);
  }

  /// @param family null for all
  /// @return what was installed
  private static List<String> install(Terminal terminal, @Nullable Family family) {
    var all =
        new RuntimeInstaller(
            Runtimes.defaultFolder(),
            line -> terminal.err().println(terminal.errorStyle().dim("  " + line)));
    var installer = family == null ? all : all.only(family);
    var missing = installer.missing();
    if (missing.isEmpty()) {
      return List.of();
    }
    terminal
        .err()
        .println("Installing " + String.join(", ", missing) + " in " + Runtimes.defaultFolder());
    try {
      installer.install();
    } catch (IOException e) {
      throw new Failure(
          "The runtimes could not be installed: " + e.getMessage(),
          "Mend that and run `" + terminal.hearth() + " runtimes install` again.");
    }
    return missing;
  }
}
