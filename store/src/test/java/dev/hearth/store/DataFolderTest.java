package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void aNewFolderIsItsOwnersAlone() throws IOException {
    try (var folder = DataFolder.open(temp.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
          .isEqualTo("rwx------");
      assertThat(folder.root().resolve("version")).hasContent("1");
    }
  }

  @Test
  void aFolderCanBeOpenedAgainOnceClosed() {
    DataFolder.open(temp).close();
    try (var again = DataFolder.open(temp)) {
      assertThat(again.controlDatabase()).hasFileName("control.db");
    }
  }

  @Test
  void aSecondOpeningInTheSameProcessIsRefusedAndDoesNotUnlockTheFirst() throws Exception {
    try (var _ = DataFolder.open(temp)) {
      assertThatThrownBy(() -> DataFolder.open(temp)).isInstanceOf(StoreException.class);
      assertThat(openInOtherProcess()).contains("in use");
    }
  }

  @Test
  void aSecondHearthIsToldWhichProcessHoldsTheFolder() throws Exception {
    try (var folder = DataFolder.open(temp)) {
      assertThat(openInOtherProcess())
          .contains(folder.root().toString())
          .contains("process id " + ProcessHandle.current().pid() + ".");
    }
    assertThat(openInOtherProcess()).isEqualTo("opened");
  }

  @Test
  void aFolderOfANewerVersionIsRefusedUntouched() throws IOException {
    Files.writeString(temp.resolve("version"), "2\n");
    assertThatThrownBy(() -> DataFolder.open(temp))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 2, newer than the 1");
    assertThat(temp).isDirectoryNotContaining("glob:**/lock");
  }

  @Test
  void aDamagedVersionIsRefused() throws IOException {
    Files.writeString(temp.resolve("version"), "one");
    assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("damaged");
  }

  @Test
  void aFolderWithOtherThingsInItIsLeftAlone() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(temp.resolve("thesis.txt"), "precious");
    assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("other things");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp)))
        .isEqualTo("rwxr-xr-x");
  }

  private String openInOtherProcess() throws Exception {
    var process = ChildJvm.start(Opener.class, temp.toString());
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /// Says "opened", or why not.
  static final class Opener {
    private Opener() {}

    static void main(String[] args) {
      try (var _ = DataFolder.open(Path.of(args[0]))) {
        System.out.println("opened");
      } catch (StoreException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
