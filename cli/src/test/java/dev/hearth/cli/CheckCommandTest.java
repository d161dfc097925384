package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.Rule;
import dev.hearth.cli.check.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  // In two parts, so that scanners of this repository find no secret in it.
  private static final String TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
  private static final String PASSWORD = "q7R8s9T0" + "u1V2w3X4";
  private static final Path DOCS = Path.of("..", "docs", "check.md");
  private static final String OSV =
      """
      {"id": "GHSA-1", "summary": "Leaks.", "database_specific": {"severity": "HIGH"},
       "affected": [{"package": {"ecosystem": "PyPI", "name": "requests"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.31.0"}]}]}]}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    write("function/app.py", "def handler(event, context):\n    return event\n");
    write("function/requests-2.30.0.dist-info/METADATA", "Name: requests\nVersion: 2.30.0\n");
    write("osv/GHSA-1.json", OSV);
  }

  @Test
  void aFolderWithoutAFaultEndsWithNought() {
    var session = check();

    assertThat(session.exit()).as(session.err()).isZero();
    assertThat(session.out()).isEqualTo("✓ Nothing found.\n");
  }

  @Test
  void aFindingIsToldWithItsPlaceAndWhatToDo() throws IOException {
    write("function/app.py", "\nTOKEN = '" + TOKEN + "'\n");

    var session = check();

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.out())
        .contains("high    secret-in-code  function: app.py:2")
        .contains("Here is a token of GitHub.")
        .contains("Secrets Manager")
        .endsWith("1 finding: 1 high.\n")
        .doesNotContain("\u001b");
  }

  @Test
  void coloursAreForTerminalsWithoutNoColor() throws IOException {
    write("function/app.py", "TOKEN = '" + TOKEN + "'\n");
    var words = new String[] {"check", folder.resolve("function").toString()};

    assertThat(Session.of(Map.of("HEARTH_TTY", "1"), words).out()).contains("\u001b[31mhigh");
    assertThat(Session.of(Map.of("HEARTH_TTY", "1", "NO_COLOR", "1"), words).out())
        .doesNotContain("\u001b");
  }

  @Test
  void theExitCodeFollowsTheSeverityAskedFor() throws IOException {
    write(
        "function/policy.json",
        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:x\"}}");

    assertThat(check().exit()).isEqualTo(1);
    assertThat(check("--fail-on", "low").exit()).isEqualTo(1);
    assertThat(check("--fail-on", "high").exit()).isZero();
    assertThat(check("--ignore", "policy-service-wildcard").exit()).isZero();
  }

  @Test
  void whatDoesNotExistIsRefused() {
    assertThat(check("--fail-on", "awful").err()).contains("There is no severity awful.");
    assertThat(check("--ignore", "no-such").err()).contains("There is no rule no-such.");
    assertThat(check("--osv", "nowhere").err()).contains("There is no nowhere.");
    assertThat(Session.of(Map.of(), "check", "no/such").err())
        .contains("There is no folder no/such.");
  }

  @Test
  void knownVulnerabilitiesAreFoundAndListedInTheBillOfMaterials() throws IOException {
    var session =
        check("--osv", folder.resolve("osv").toString(), "--sbom", file("bom.json"), "--json");

    assertThat(session.exit()).isEqualTo(1);
    var finding = Json.parse(session.out()).path("findings").get(0);
    assertThat(finding.path("rule").asText()).isEqualTo("vulnerable-dependency");
    assertThat(finding.path("severity").asText()).isEqualTo("high");
    assertThat(finding.path("message").asText())
        .isEqualTo("requests 2.30.0 has GHSA-1: Leaks.; fixed in 2.31.0.");
    var bom = json("bom.json");
    assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
    assertThat(bom.path("metadata").path("component").path("name").asText()).isEqualTo("function");
    var component = bom.path("components").get(0);
    assertThat(component.path("purl").asText()).isEqualTo("pkg:pypi/requests@2.30.0");
    assertThat(bom.path("vulnerabilities").get(0).path("affects").get(0).path("ref"))
        .isEqualTo(component.path("bom-ref"));
    assertThat(bom.path("dependencies").get(0).path("dependsOn").get(0))
        .isEqualTo(component.path("bom-ref"));
  }

  @Test
  void sarifHasEveryRuleAndPointsAtFiles() throws IOException {
    write("function/a b:c.py", "\n\nTOKEN = '" + TOKEN + "'\n");

    check("--sarif", file("check.sarif"));

    var log = json("check.sarif");
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    var run = log.path("runs").get(0);
    var rules = run.path("tool").path("driver").path("rules");
    assertThat(rules.findValuesAsText("id")).isEqualTo(rules().stream().map(Rule::id).toList());
    var result = run.path("results").get(0);
    assertThat(rules.get(result.path("ruleIndex").asInt()).path("id"))
        .isEqualTo(result.path("ruleId"));
    assertThat(result.path("level").asText()).isEqualTo("error");
    var physical = result.path("locations").get(0).path("physicalLocation");
    assertThat(physical.path("artifactLocation").path("uri").asText()).isEqualTo("a%20b%3Ac.py");
    assertThat(physical.path("region").path("startLine").asInt()).isEqualTo(3);
    assertThat(result.path("partialFingerprints").path("hearthCheck/v1").asText()).hasSize(32);
  }

  @Test
  void aSecretOfThePackageIsInNothingThatIsWritten() throws IOException {
    write("function/app.py", "TOKEN = '" + TOKEN + "'\nPASSWORD = '" + PASSWORD + "'\n");
    write("function/" + TOKEN + ".py", "TOKEN = '" + TOKEN + "'\n");
    write("function/x.dist-info/METADATA", "Name: " + TOKEN + "\nVersion: " + TOKEN + "\n");
    write(
        "function/policy.json",
        "{\"Statement\": [{\"Sid\": \""
            + TOKEN
            + "\", \"Effect\": \"Allow\", \"NotAction\": \""
            + TOKEN
            + "\", \"Resource\": \"*\"}]}");

    for (var format : List.of(List.<String>of(), List.of("--json"))) {
      var words = new ArrayList<>(List.of("--sarif", file("s.json"), "--sbom", file("b.json")));
      words.addAll(format);
      var session = check(words.toArray(String[]::new));

      assertThat(session.exit()).isEqualTo(1);
      for (var text : List.of(session.out(), session.err(), read("s.json"), read("b.json"))) {
        assertThat(text).doesNotContainIgnoringCase(TOKEN).doesNotContain(PASSWORD);
      }
    }
  }

  @Test
  void anArchiveIsReadAsTheFolderIs() throws IOException {
    write("function/app.py", "TOKEN = '" + TOKEN + "'\n");
    var archive = folder.resolve("f.zip");
    Files.write(archive, CodeArchive.of(folder.resolve("function")).bytes());

    var session = Session.of(Map.of(), "check", archive.toString());

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.out()).contains("secret-in-code  f.zip: app.py:1");
  }

  @Test
  void theDocumentationHasTheRules() throws IOException {
    var table =
        rules().stream()
            .map(
                rule ->
                    "| `%s` | %s | %s | %s |"
                        .formatted(rule.id(), rule.severity().word(), rule.title(), rule.advice()))
            .collect(
                Collectors.joining(
                    "\n", "| rule | severity | what | what to do |\n|---|---|---|---|\n", "\n"));
    var text = Files.readString(DOCS);
    var begin = "<!-- rules -->\n";
    var end = "<!-- end of rules -->";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    if ("write".equals(System.getProperty("docs"))) {
      Files.writeString(DOCS, text.substring(0, from) + table + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("%s; mend it with mvn test -Ddocs=write", DOCS)
        .isEqualTo(table);
  }

  private static List<Rule<?>> rules() {
    return Rules.all(InstantSource.system(), _ -> List.of());
  }

  private Session check(String... options) {
    var words = new ArrayList<>(List.of("check", folder.resolve("function").toString()));
    words.addAll(Arrays.asList(options));
    return Session.of(Map.of(), words.toArray(String[]::new));
  }

  private void write(String path, String content) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private JsonNode json(String name) throws IOException {
    return Json.parse(read(name));
  }
}
