package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeArchiveTest {
  @TempDir Path folder;

  @Test
  void contentAndModesArrive() throws IOException {
    write("app.py", "print(1)");
    write("node_modules/left/index.js", "1");
    write("bootstrap", "#!/bin/sh");
    Files.setPosixFilePermissions(
        folder.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(modes(CodeArchive.of(folder)))
        .containsExactly(
            Map.entry("app.py", "100644"),
            Map.entry("bootstrap", "100755"),
            Map.entry("node_modules/left/index.js", "100644"));
  }

  @Test
  void versionControlAndCachesStayBehind() throws IOException {
    write("app.py", "1");
    write(".git/config", "secret");
    write("lib/__pycache__/app.pyc", "x");
    write(".venv/bin/python", "x");

    assertThat(modes(CodeArchive.of(folder))).containsOnlyKeys("app.py");
  }

  @Test
  void theSameContentMakesTheSameBytes() throws IOException {
    write("a.py", "1");
    write("b/c.py", "2");
    var first = CodeArchive.of(folder).sha256();
    Files.setLastModifiedTime(folder.resolve("a.py"), FileTime.from(Instant.EPOCH));

    assertThat(CodeArchive.of(folder).sha256()).isEqualTo(first);
    write("a.py", "3");
    assertThat(CodeArchive.of(folder).sha256()).isNotEqualTo(first);
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws IOException {
    write("tool/cli.js", "1");
    Files.createDirectories(folder.resolve("node_modules/.bin"));
    Files.createSymbolicLink(
        folder.resolve("node_modules/.bin/tool"), Path.of("../../tool/cli.js"));
    Files.createSymbolicLink(folder.resolve("node_modules/tool"), Path.of("../tool"));

    assertThat(modes(CodeArchive.of(folder)))
        .containsOnlyKeys("tool/cli.js", "node_modules/.bin/tool", "node_modules/tool/cli.js");
  }

  @Test
  void aLinkOutOfTheFolderIsRefused(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("config"), elsewhere.resolve("secret"));

    assertThatThrownBy(() -> CodeArchive.of(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("leads out of the folder");
  }

  @Test
  void aLinkInACircleIsRefused() throws IOException {
    write("app.py", "1");
    Files.createSymbolicLink(folder.resolve("again"), Path.of("."));

    assertThatThrownBy(() -> CodeArchive.of(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("in a circle");
  }

  @Test
  void moreThanLambdaUnpacksIsRefused() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("model.bin").toFile(), "rw")) {
      file.setLength(CodeArchive.LARGEST_CONTENT + 1); // sparse: takes no space
    }

    assertThatThrownBy(() -> CodeArchive.of(folder)).hasMessageContaining("250 MiB");
  }

  @Test
  void moreThanARequestHoldsIsRefused() throws IOException {
    try (var channel =
            Files.newByteChannel(
                folder.resolve("noise"),
                java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE);
        var out = Channels.newOutputStream(channel)) {
      var block = new byte[1 << 20];
      var random = new Random(7);
      for (int i = 0; i <= CodeArchive.LARGEST_ZIP >> 20; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }

    assertThatThrownBy(() -> CodeArchive.of(folder)).hasMessageContaining("50 MiB");
  }

  @Test
  void anEmptyFolderIsRefused() {
    assertThatThrownBy(() -> CodeArchive.of(folder)).hasMessageContaining("is empty");
  }

  private static Map<String, String> modes(CodeArchive archive) throws IOException {
    var modes = new TreeMap<String, String>();
    try (var zip =
        ZipFile.builder()
            .setSeekableByteChannel(new SeekableInMemoryByteChannel(archive.bytes()))
            .get()) {
      for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        modes.put(entry.getName(), Integer.toOctalString(entry.getUnixMode()));
      }
    }
    return modes;
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
