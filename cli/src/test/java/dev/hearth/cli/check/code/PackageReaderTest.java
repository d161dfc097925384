package dev.hearth.cli.check.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Examination;
import dev.hearth.cli.check.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageReaderTest {
  private static final String TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

  private final Examination examination = Findings.examination();

  @TempDir private Path folder;

  @Test
  void pythonsLibrariesAreThoseInstalledAndThoseDeclared() throws IOException {
    write("requests-2.31.0.dist-info/METADATA", "Name: Requests\nVersion: 2.31.0\n\nName: no\n");
    write(
        "requirements.txt",
        """
        requests==2.30 # older
        flask[async]==3.1.2 ; python_version > '3'
        -r more.txt
        boto3>1
        """);

    assertThat(purls())
        .containsExactly("pkg:pypi/boto3", "pkg:pypi/flask@3.1.2", "pkg:pypi/requests@2.31.0");
  }

  @Test
  void nodesLibrariesAreThoseInstalledAndThoseLocked() throws IOException {
    write("node_modules/express/package.json", "{\"name\": \"express\", \"version\": \"5.1.0\"}");
    write("node_modules/express/lib/package.json", "{\"type\": \"module\"}");
    write("node_modules/@aws/sdk/package.json", "{\"name\": \"@aws/sdk\", \"version\": \"3.0.0\"}");
    write(
        "package-lock.json",
        """
        {"lockfileVersion": 3, "packages": {"": {"name": "own", "version": "1.0.0"},
         "node_modules/express": {"version": "5.1.0"},
         "node_modules/a/node_modules/b": {"version": "1.2.3"},
         "node_modules/jest": {"version": "29.0.0", "dev": true}}}
        """);

    assertThat(purls())
        .containsExactly("pkg:npm/%40aws/sdk@3.0.0", "pkg:npm/b@1.2.3", "pkg:npm/express@5.1.0");
  }

  @Test
  void aLockOfTheFirstVersionIsReadToo() throws IOException {
    write(
        "package-lock.json",
        """
        {"dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}},
         "c": {"version": "3.0.0", "dev": true}}}
        """);

    assertThat(purls()).containsExactly("pkg:npm/a@1.0.0", "pkg:npm/b@2.0.0");
  }

  @Test
  void jarsAreKnownByTheirNotesThoseWithinThemToo() throws IOException {
    var note = "groupId=org.yaml\nartifactId=snakeyaml\nversion=1.33\n";
    var inner = zip(Map.of("META-INF/maven/org.yaml/snakeyaml/pom.properties", bytes(note)));
    write("lib/app-1.0.jar", zip(Map.of("lib/snakeyaml.jar", inner)));
    write("lib/guava-32.1.2-jre.jar", zip(Map.of("x.txt", bytes("x"))));

    assertThat(components())
        .extracting(component -> component.fullName() + " " + component.version())
        .containsExactly(":app 1.0", ":guava 32.1.2-jre", "org.yaml:snakeyaml 1.33");
    assertThat(purls()).contains("pkg:maven/org.yaml/snakeyaml@1.33");
  }

  @Test
  void aSecretIsToldByFileAndLineAndALibrarysIsWorthLess() throws IOException {
    write("app.py", "import os\n\nTOKEN = '" + TOKEN + "'\n");
    write("other-1.0.dist-info/RECORD", "other/__init__.py,,\n../bin/x,,\n");
    write("other/deep/x.py", "T = '" + TOKEN + "'\n");
    write("logo.png", TOKEN);

    components();

    assertThat(examination.findings())
        .extracting(finding -> finding.severity().word() + " " + finding.place().text())
        .contains("high package: app.py:3", "low package: other/deep/x.py:1")
        .noneMatch(text -> text.contains("logo.png"));
    assertThat(examination.findings().toString()).doesNotContain(TOKEN);
  }

  @Test
  void policiesInTheFolderAreChecked() throws IOException {
    write(
        "infra/policy.json",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}");
    write("broken.json", "{\"Statement\": [");

    components();

    assertThat(Findings.words(examination)).containsExactly("policy-all-actions high");
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowedButTold() throws IOException {
    var outside = Files.createTempFile("outside", ".py");
    Files.writeString(outside, "TOKEN = '" + TOKEN + "'\n");
    write("app.py", "pass\n");
    Files.createSymbolicLink(folder.resolve("package/link.py"), outside);
    Files.createSymbolicLink(folder.resolve("package/within.py"), Path.of("app.py"));

    components();

    assertThat(examination.findings())
        .extracting(finding -> finding.rule().id() + " " + finding.place().text())
        .containsExactly("not-examined package: link.py");
    Files.delete(outside);
  }

  @Test
  void whatUnpacksToTooMuchIsToldAndNotRead() throws IOException {
    var bomb = zip(Map.of("big.txt", new byte[Budget.LARGEST_TEXT + 1], "app.py", bytes("x")));
    assertThat(bomb.length).isLessThan(100_000);
    Files.write(folder.resolve("bomb.zip"), bomb);

    archive(folder.resolve("bomb.zip"));

    assertThat(examination.findings())
        .extracting(finding -> finding.place().text() + " " + finding.message())
        .containsExactly("package: big.txt It was not read, for it is larger than 8 MiB.");
  }

  @Test
  void manyLargeJarsEndWithTheBudget() throws IOException {
    var budget = new Budget("package");
    budget.take((int) (Budget.MOST_BYTES - 10));
    write("app.py", "TOKEN = '" + TOKEN + "'\n");

    try (var source = new FolderSource(folder.resolve("package"), Set.of(), budget)) {
      new PackageReader(source, budget, examination::examine).read();
    }

    assertThat(budget.unread()).hasSize(1);
    assertThat(budget.unread().getFirst().reason()).contains("larger than a GiB");
  }

  @Test
  void aLinkAndABrokenJarInAnArchiveAreTold() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(out)) {
      var link = new ZipArchiveEntry("link.py");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write(bytes("/etc/passwd"));
      zip.closeArchiveEntry();
      zip.putArchiveEntry(new ZipArchiveEntry("x.jar"));
      zip.write(bytes("no jar"));
      zip.closeArchiveEntry();
    }
    Files.write(folder.resolve("x.zip"), out.toByteArray());

    archive(folder.resolve("x.zip"));

    assertThat(examination.findings())
        .extracting(finding -> finding.place().text())
        .containsExactly("package: link.py", "package: x.jar");
  }

  @Test
  void aFileFullOfTokensIsToldOfByItsFirstOnes() throws IOException {
    write("app.py", ("T = '" + TOKEN + "'\n").repeat(100_000));

    components();

    assertThat(examination.findings()).hasSize(50);
  }

  @Test
  void strangeMetadataBreaksNothing() throws IOException {
    write("a.dist-info/METADATA", "\u0000");
    write("node_modules/x/package.json", "[".repeat(100_000));
    write("package-lock.json", "{\"packages\": [1], \"dependencies\": \"no\"}");
    write("requirements.txt", "==1\n[x\nx[==\n" + "a".repeat(10_000) + "==1\n");
    write("lib/y.jar", zip(Map.of("META-INF/maven/a/b/pom.properties", bytes("a=\\uZZZZ"))));

    assertThat(components()).extracting(Component::name).contains("y");
  }

  private List<Component> components() throws IOException {
    var budget = new Budget("package");
    try (var source = new FolderSource(folder.resolve("package"), Set.of(), budget)) {
      return new PackageReader(source, budget, examination::examine).read();
    } finally {
      budget.unread().forEach(examination::examine);
    }
  }

  private void archive(Path archive) throws IOException {
    var budget = new Budget("package");
    try (var source = ZipSource.of(archive, budget)) {
      new PackageReader(source, budget, examination::examine).read();
    }
    budget.unread().forEach(examination::examine);
  }

  private List<String> purls() throws IOException {
    return components().stream().map(c -> String.valueOf(c.purl())).toList();
  }

  private void write(String path, String content) throws IOException {
    write(path, bytes(content));
  }

  private void write(String path, byte[] content) throws IOException {
    var file = folder.resolve("package").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return out.toByteArray();
  }
}
