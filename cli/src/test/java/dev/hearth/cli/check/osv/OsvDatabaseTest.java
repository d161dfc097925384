package dev.hearth.cli.check.osv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Ecosystem;
import dev.hearth.cli.check.Severity;
import dev.hearth.cli.check.Vulnerability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsvDatabaseTest {
  private static final String REQUESTS =
      """
      {"id": "GHSA-1", "aliases": ["CVE-1"], "summary": "Leaks.",
       "database_specific": {"severity": "HIGH"},
       "affected": [{"package": {"ecosystem": "PyPI", "name": "requests"},
         "ranges": [{"type": "ECOSYSTEM", "events": [
           {"introduced": "2.3.0"}, {"fixed": "2.31.0"},
           {"introduced": "3.0"}, {"last_affected": "3.1"}]}],
         "versions": ["1.0"]}]}
      """;

  @TempDir private Path folder;

  @Test
  void aVersionIsAffectedWithinTheRangesAndWhenItIsListed() throws IOException {
    var export = write("GHSA-1.json", REQUESTS);

    for (var version : List.of("1.0.0", "2.3.0", "2.30", "3.0", "3.1")) {
      assertThat(of(export, python("requests", version))).as(version).hasSize(1);
    }
    for (var version : List.of("1.1", "2.31.0", "2.31.0.post1", "3.1.1")) {
      assertThat(of(export, python("requests", version))).as(version).isEmpty();
    }
    assertThat(of(export, python("flask", "2.30"))).isEmpty();
    assertThat(of(export, python("requests", null))).isEmpty();
  }

  @Test
  void itTellsHowBadItIsAndWhereItIsFixed() throws IOException {
    var found = of(write("GHSA-1.json", REQUESTS), python("requests", "2.30")).getFirst();

    assertThat(found)
        .isEqualTo(
            new Vulnerability(
                "GHSA-1", List.of("CVE-1"), "Leaks.", Severity.HIGH, List.of("2.31.0")));
  }

  @Test
  void exportsMayBeFoldersAndArchives() throws IOException {
    var archive = folder.resolve("export/all.zip");
    write("export/x/GHSA-2.json", REQUESTS.replace("GHSA-1", "GHSA-2"));
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("GHSA-1.json"));
      zip.write(REQUESTS.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("README"));
      zip.write(1);
    }

    assertThat(of(archive, python("requests", "2.30"))).hasSize(1);
    assertThat(of(folder.resolve("export"), python("requests", "2.30"))).hasSize(2);
  }

  @Test
  void withdrawnRecordsAndRangesOfCommitsDoNotCount() throws IOException {
    var withdrawn = REQUESTS.replaceFirst("\\{", "{\"withdrawn\": \"2026-01-01T00:00:00Z\", ");
    var commits = REQUESTS.replace("ECOSYSTEM", "GIT");

    assertThat(of(write("a.json", withdrawn), python("requests", "2.30"))).isEmpty();
    assertThat(of(write("b.json", commits), python("requests", "2.30"))).isEmpty();
  }

  @Test
  void mavensAndNodesNamesAreTheirs() throws IOException {
    var text =
        """
        [{"id": "M", "affected": [{"package": {"ecosystem": "Maven", "name": "org.yaml:snakeyaml"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]}]},
         {"id": "N", "affected": [{"package": {"ecosystem": "npm", "name": "@a/b"},
           "ranges": [{"type": "SEMVER", "events": [{"fixed": "1.2.3"}, {"introduced": "0"}]}]}]}]
        """;
    var export = write("all.json", text);
    var yaml = new Component("f", Ecosystem.JAVA, "org.yaml", "snakeyaml", "1.33", "x.jar", true);
    var scoped = new Component("f", Ecosystem.NODE, "@a", "b", "1.2.3-rc.1", "p", true);

    assertThat(of(export, yaml)).extracting(Vulnerability::id).containsExactly("M");
    assertThat(of(export, scoped)).extracting(Vulnerability::id).containsExactly("N");
  }

  @Test
  void aRecordThatUnpacksToTooMuchIsRefused() throws IOException {
    var bomb = folder.resolve("bomb.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("x.json"));
      zip.write(new byte[OsvFiles.LARGEST_RECORD + 1]);
    }

    assertThatThrownBy(() -> of(bomb, python("requests", "1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 16 MiB");
  }

  @Test
  void scoresAreThoseOfCvss() {
    // Source: FIRST, "CVSS v3.1 Examples".
    assertThat(Cvss.score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"))
        .isCloseTo(9.8, within(1e-9));
    assertThat(Cvss.score("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N"))
        .isCloseTo(6.4, within(1e-9));
    assertThat(Cvss.score("CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N")).isZero();
    assertThat(Cvss.score("CVSS:4.0/AV:N")).isNegative();
  }

  private List<Vulnerability> of(Path export, Component component) throws IOException {
    var database = new OsvDatabase();
    assertThat(database.load(export, List.of(component))).isPositive();
    return database.affecting(component);
  }

  private static Component python(String name, @org.jspecify.annotations.Nullable String version) {
    return new Component("function f", Ecosystem.PYTHON, "", name, version, "METADATA", true);
  }

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
