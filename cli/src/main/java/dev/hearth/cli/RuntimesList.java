package dev.hearth.cli;

import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `hearth runtimes list`.
@Command(name = "list", description = "List what functions run on here, and what is missing.")
final class RuntimesList extends HearthCommand {
  private record Installed(String name, String family, String version, List<String> serves) {}

  private record Listing(String folder, List<Installed> runtimes, List<String> missing) {}

  RuntimesList(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    return list(json);
  }

  int list(boolean asJson) {
    var folder = Runtimes.defaultFolder();
    var found = Runtimes.find(folder);
    var runtimes =
        found.installed().stream()
            .map(
                r ->
                    new Installed(
                        r.name(),
                        r.family().name().toLowerCase(Locale.ROOT),
                        r.version(),
                        found.servedBy(r)))
            .collect(Collectors.toCollection(ArrayList::new));
    var missing = new RuntimeInstaller(folder, _ -> {}).missing();
    if (asJson) {
      terminal.out().println(Json.of(new Listing(folder.toString(), runtimes, missing)));
      return DONE;
    }
    var table = new Table("RUNTIME", "FAMILY", "VERSION", "SERVES");
    for (var runtime : runtimes) {
      table.row(
          runtime.name,
          runtime.family,
          runtime.version.isEmpty() ? "-" : runtime.version,
          String.join(" ", runtime.serves));
    }
    terminal.out().print(table.render(terminal.style()));
    if (!missing.isEmpty()) {
      terminal
          .err()
          .println(
              "Not installed: "
                  + String.join(", ", missing)
                  + ". `"
                  + terminal.hearth()
                  + " runtimes install` installs them.");
    }
    return DONE;
  }
}
