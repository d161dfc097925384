package dev.hearth.cli;

import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.bubblewrap.Host;
import dev.hearth.sandbox.bubblewrap.HostCheck;
import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `hearth doctor`: what this host can and cannot isolate. It needs no server.
@Command(
    name = "doctor",
    description = {
      "Tell what this host can and cannot isolate, and how to mend the rest. Makes a sandbox for"
          + " trial. Exits with 1 where no function could run isolated."
    })
final class Doctor extends HearthCommand {
  private record Finding(String name, String state, String finding, @Nullable String mend) {}

  Doctor(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var findings = new ArrayList<Finding>();
    for (var check : new Host(BubblewrapSettings.defaults(null)).check()) {
      findings.add(new Finding(check.name(), check.state().name(), check.finding(), check.mend()));
    }
    findings.add(runtimes());
    if (json) {
      terminal.out().println(Json.of(findings));
    } else {
      findings.forEach(this::print);
    }
    return findings.stream().anyMatch(f -> f.state.equals(HostCheck.State.MISSING.name()))
        ? FAILED
        : DONE;
  }

  private Finding runtimes() {
    var folder = Runtimes.defaultFolder();
    var missing = new RuntimeInstaller(folder, _ -> {}).missing();
    List<String> names =
        Runtimes.find(folder).installed().stream().map(runtime -> runtime.name()).toList();
    return missing.isEmpty()
        ? new Finding("runtimes", "OK", String.join(", ", names), null)
        : new Finding(
            "runtimes",
            "DEGRADED",
            "not installed: " + String.join(", ", missing),
            terminal.hearth() + " runtimes install");
  }

  private void print(Finding finding) {
    var style = terminal.style();
    var mark =
        switch (finding.state) {
          case "OK" -> style.good("✓");
          case "DEGRADED" -> style.warning("!");
          default -> style.bad("✗");
        };
    terminal.out().println("%s %-22s%s".formatted(mark, finding.name, finding.finding));
    if (finding.mend != null) {
      terminal.out().println(" ".repeat(24) + style.dim("→ ") + finding.mend);
    }
  }
}
