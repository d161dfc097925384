package dev.hearth.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeInstallerTest {
  @TempDir private Path home;
  private final List<String> progress = new ArrayList<>();
  private int made;

  @Test
  void allThatAwsRuntimesBringAlongIsMissingAtFirst() {
    assertThat(new RuntimeInstaller(home, progress::add).missing())
        .containsExactly("Node.js 24.21.0", "AWS SDK for JavaScript 3.1169.0", "boto3 1.44.5");
  }

  @Test
  void aPieceIsInstalledOnce() throws IOException {
    var installer = installer(new Fake("a-1", true));
    installer.install();
    installer.install();
    assertThat(made).isEqualTo(1);
    assertThat(installer.missing()).isEmpty();
    assertThat(home.resolve("runtimes/a-1/file")).hasContent("content");
    assertThat(progress)
        .containsExactly("installing the piece a-1", "made", "the piece a-1 is there");
  }

  @Test
  void whatIsInstalledCanBeReadByEverySandbox() throws IOException {
    installer(new Fake("a-1", true)).install();
    assertThat(permissions(home.resolve("runtimes/a-1"))).isEqualTo("rwxr-xr-x");
    assertThat(permissions(home.resolve("runtimes/a-1/file"))).isEqualTo("rw-r--r--");
  }

  @Test
  void aFailedInstallationLeavesNothingBehind() throws IOException {
    var installer = installer(new Fake("good-1", true), new Fake("bad-1", false));
    assertThatThrownBy(installer::install)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("`/bin/sh -c echo trouble; exit 3` ended with status 3");
    assertThat(progress).contains("trouble");
    assertThat(installer.missing()).containsExactly("the piece bad-1");
    try (var left = Files.list(home.resolve("runtimes"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("good-1", ".lock");
    }
  }

  @Test
  void oneLanguageIsInstalledWithoutTheOthers() throws IOException {
    var all = installer(new Fake("a-1", true), new Fake("python-1", true));
    all.only(Family.PYTHON).install();
    assertThat(all.missing()).containsExactly("the piece a-1");
    assertThat(all.only(Family.JAVA).missing()).isEmpty();
  }

  @Test
  void aCommandThatIsNotThereDoesNotSucceed() {
    var shell = new Shell(progress::add);
    assertThat(shell.succeeds(home, List.of("no-such-command-at-all"))).isFalse();
    assertThat(shell.succeeds(home, List.of("/bin/true"))).isTrue();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private RuntimeInstaller installer(RuntimeInstaller.Piece... pieces) {
    return new RuntimeInstaller(home.resolve("runtimes"), progress::add, List.of(pieces));
  }

  private final class Fake implements RuntimeInstaller.Piece {
    private final String name;
    private final boolean works;

    private Fake(String name, boolean works) {
      this.name = name;
      this.works = works;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String title() {
      return "the piece " + name;
    }

    @Override
    public Family family() {
      return name.startsWith("python") ? Family.PYTHON : Family.NODE;
    }

    @Override
    public Path make(Path temporary, Shell shell) throws IOException {
      made++;
      var folder = Files.createDirectory(temporary.resolve("made"));
      Files.writeString(folder.resolve("file"), "content");
      folder.resolve("file").toFile().setReadable(false, false);
      shell.run(temporary, List.of("/bin/sh", "-c", works ? "echo made" : "echo trouble; exit 3"));
      return folder;
    }
  }
}
