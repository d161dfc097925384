package dev.hearth.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/// `hearth version`.
@Command(name = "version", description = "Print the version.")
final class Version extends HearthCommand {
  Version(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var java = Runtime.version().toString();
    if (json) {
      terminal.out().println(Json.of(Map.of("version", number(), "java", java)));
    } else {
      terminal.out().println("hearth " + number() + " (Java " + java + ")");
    }
    return DONE;
  }

  /// From the jar's manifest; `development` where classes run from a folder.
  static String number() {
    var number = Version.class.getPackage().getImplementationVersion();
    return number == null ? "development" : number;
  }
}
