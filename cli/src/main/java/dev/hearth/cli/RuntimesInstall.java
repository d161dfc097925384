package dev.hearth.cli;

import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/// `hearth runtimes install`.
@Command(
    name = "install",
    description = {
      "Fetch Node.js, the AWS SDK for JavaScript and boto3 (300 MB), once for all of a user's"
          + " Hearths: into $$HEARTH_RUNTIMES, or ~/.cache/hearth/runtimes.",
    })
final class RuntimesInstall extends HearthCommand {
  RuntimesInstall(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    boolean any = install(terminal);
    if (json) {
      var folder = Runtimes.defaultFolder().toString();
      terminal.out().println(Json.of(Map.of("folder", folder, "installed", any)));
    } else if (!any) {
      terminal.err().println("All runtimes are installed in " + Runtimes.defaultFolder() + ".");
    }
    return DONE;
  }

  /// Installs what is missing, and says so.
  ///
  /// @return whether anything was
  static boolean install(Terminal terminal) {
    var installer =
        new RuntimeInstaller(
            Runtimes.defaultFolder(),
            line -> terminal.err().println(terminal.errorStyle().dim("  " + line)));
    var missing = installer.missing();
    if (missing.isEmpty()) {
      return false;
    }
    terminal
        .err()
        .println("Installing " + String.join(", ", missing) + " in " + Runtimes.defaultFolder());
    try {
      installer.install();
    } catch (IOException e) {
      throw new Failure(
          "The runtimes could not be installed: " + e.getMessage(),
          "Mend that and run `" + terminal.hearth() + " runtimes install`.");
    }
    return true;
  }
}
