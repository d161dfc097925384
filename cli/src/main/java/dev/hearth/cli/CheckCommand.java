package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Examination;
import dev.hearth.cli.check.Rule;
import dev.hearth.cli.check.Rules;
import dev.hearth.cli.check.Severity;
import dev.hearth.cli.check.code.Budget;
import dev.hearth.cli.check.code.FolderSource;
import dev.hearth.cli.check.code.PackageReader;
import dev.hearth.cli.check.code.ZipSource;
import dev.hearth.cli.check.deployed.Deployed;
import dev.hearth.cli.check.osv.OsvDatabase;
import dev.hearth.cli.check.report.JsonReport;
import dev.hearth.cli.check.report.SarifReport;
import dev.hearth.cli.check.report.Sbom;
import dev.hearth.cli.check.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hearth check`: what is unsafe, for people and for pipelines.
@Command(
    name = "check",
    description = {
      "Look for what is unsafe: permissions that are too wide, what is open to everybody, secrets"
          + " in code and variables, runtimes past their end, failures that leave no trace. DIR is"
          + " a folder or zip archive with a function's code; NAME a function that is deployed,"
          + " with its role.",
      "Exit code 1 when something was found that is as bad as --fail-on. docs/check.md has the"
          + " rules.",
      "",
      "  hearth check src --sbom bom.json --osv all.zip --sarif check.sarif"
    })
final class CheckCommand extends HearthCommand {
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|NAME",
      description = "What to check (default: the folder that you are in).")
  private @Nullable String target;

  @Option(names = "--all", description = "Check all functions, roles, queues and topics.")
  private boolean all;

  @Option(
      names = "--sbom",
      paramLabel = "FILE",
      description = "Write the libraries of the packages there: CycloneDX 1.6, JSON.")
  private @Nullable Path sbom;

  @Option(
      names = "--osv",
      paramLabel = "PATH",
      description =
          "Find known vulnerabilities by these OSV records: a JSON file, a folder or a zip archive"
              + " of them. May be repeated.")
  private List<Path> osv = List.of();

  @Option(names = "--sarif", paramLabel = "FILE", description = "Write findings as SARIF 2.1.0.")
  private @Nullable Path sarif;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "low, medium or high (default: medium).")
  private String failOn = "medium";

  @Option(
      names = "--ignore",
      paramLabel = "RULE",
      description = "Leave out this rule. May be repeated.")
  private List<String> ignored = List.of();

  private final InstantSource clock;

  CheckCommand(Terminal terminal, InstantSource clock) {
    super(terminal);
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    var least = severity(failOn);
    var known = new OsvDatabase();
    var examination = new Examination(rules(known));
    var packages = read(examination);
    var components = packages.values().stream().flatMap(Collection::stream).toList();
    for (var export : osv) {
      vulnerabilities(known, export, components);
    }
    components.forEach(examination::examine);
    var findings = examination.findings();
    if (sbom != null) {
      var version = Version.number();
      write(sbom, new Sbom(known).of(packages, clock.instant(), version));
    }
    if (sarif != null) {
      write(sarif, SarifReport.of(examination.rules(), findings, Version.number()));
    }
    if (json) {
      terminal.out().println(JsonReport.of(findings, components.size()));
    } else {
      terminal.out().print(TextReport.render(findings, terminal.style()));
    }
    return findings.stream().anyMatch(f -> f.severity().compareTo(least) >= 0) ? FAILED : DONE;
  }

  private static Severity severity(String word) {
    for (var severity : Severity.values()) {
      if (severity.word().equals(word.toLowerCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new Failure("There is no severity " + word + ".", "It is one of low, medium, high.");
  }

  private List<Rule<?>> rules(OsvDatabase known) {
    var rules = Rules.all(clock, known);
    for (var id : ignored) {
      if (rules.stream().noneMatch(rule -> rule.id().equals(id))) {
        throw new Failure(
            "There is no rule " + id + ".",
            "They are " + String.join(", ", rules.stream().map(Rule::id).toList()) + ".");
      }
    }
    return rules.stream().filter(rule -> !ignored.contains(rule.id())).toList();
  }

  /// @return the libraries of each package
  private Map<String, List<Component>> read(Examination examination) throws IOException {
    if (all && target != null) {
      throw new Failure("--all checks everything; leave out " + target + ".");
    }
    var path = Path.of(target == null ? "" : target);
    if (!all && Files.exists(path.toAbsolutePath())) {
      return code(path.toAbsolutePath().normalize(), examination);
    }
    if (target != null && target.contains("/")) {
      throw new Failure("There is no folder " + target + ".");
    }
    try (var clients = new AwsClients(connection.connect(terminal))) {
      var deployed = new Deployed(clients, clock, examination::examine);
      return target == null ? deployed.everything() : deployed.function(target);
    }
  }

  private static Map<String, List<Component>> code(Path path, Examination examination)
      throws IOException {
    var name = String.valueOf(path.getFileName());
    var budget = new Budget(name);
    try (var source =
        Files.isDirectory(path)
            ? new FolderSource(path, CodeArchive.IGNORED, budget)
            : ZipSource.of(path, budget)) {
      return Map.of(name, new PackageReader(source, budget, examination::examine).read());
    } finally {
      budget.unread().forEach(examination::examine);
    }
  }

  private void vulnerabilities(OsvDatabase known, Path export, List<Component> components)
      throws IOException {
    if (!Files.exists(export)) {
      throw new Failure("There is no " + export + ".");
    }
    int records = known.load(export, components);
    if (records == 0) {
      throw new Failure("There are no OSV records in " + export + ".");
    }
    if (!json) {
      terminal.err().println("OSV records read of " + export + ": " + records);
    }
  }

  private static void write(Path file, JsonNode content) throws IOException {
    Files.writeString(file, content.toPrettyString() + "\n");
  }
}
