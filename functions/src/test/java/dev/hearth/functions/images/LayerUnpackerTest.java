package dev.hearth.functions.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerUnpackerTest {
  @TempDir Path folder;

  private int layers;

  private Path unpack(byte[] tar) throws IOException {
    layers++;
    var layer = folder.resolve("layer" + layers);
    LayerUnpacker.unpack(new ByteArrayInputStream(tar), layer, 1_000_000);
    return layer;
  }

  private void refused(Tar tar, String reason) {
    assertThatThrownBy(() -> unpack(tar.bytes()))
        .isInstanceOf(BadImage.class)
        .hasMessageContaining(reason);
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void filesAreForEveryUserToReadAndNoneToWrite() throws IOException {
    var layer =
        unpack(
            new Tar()
                .file("etc/secret", "x", 0100600)
                .file("bin/su", "x", 0104755)
                .folder("home")
                .bytes());
    assertThat(mode(layer.resolve("etc/secret"))).isEqualTo("r--r--r--");
    assertThat(mode(layer.resolve("bin/su"))).isEqualTo("r-xr-xr-x");
    assertThat(mode(layer.resolve("home"))).isEqualTo("rwxr-xr-x");
    assertThat(layer.resolve("etc/secret")).hasContent("x");
  }

  @Test
  void linksAreKeptAsTheyAre() throws IOException {
    var layer =
        unpack(
            new Tar()
                .file("usr/lib/a.so", "library")
                .link("lib", "usr/lib")
                .link("etc/mtab", "/proc/self/mounts")
                .hardLink("usr/lib/b.so", "usr/lib/a.so")
                .bytes());
    assertThat(Files.readSymbolicLink(layer.resolve("lib"))).isEqualTo(Path.of("usr/lib"));
    assertThat(Files.readSymbolicLink(layer.resolve("etc/mtab")))
        .isEqualTo(Path.of("/proc/self/mounts"));
    assertThat(layer.resolve("usr/lib/b.so")).hasContent("library");
  }

  @Test
  void aNameThatClimbsOutIsRefused() {
    refused(new Tar().file("../outside", "x"), "climbs out");
    refused(new Tar().file("a/../../outside", "x"), "climbs out");
  }

  @Test
  void anAbsoluteNameStaysInside() throws IOException {
    assertThat(unpack(new Tar().file("/etc/motd", "x").bytes()).resolve("etc/motd"))
        .hasContent("x");
  }

  @Test
  void nothingIsWrittenThroughALink() {
    refused(
        new Tar().link("here", folder.toString()).file("here/outside", "x"),
        "below a file or a link");
  }

  @Test
  void aHardLinkToWhatIsOutsideIsRefused() throws IOException {
    Files.writeString(folder.resolve("secret"), "x");
    refused(new Tar().hardLink("mine", "../secret"), "climbs out");
    refused(
        new Tar().link("here", folder.toString()).hardLink("mine", "here/secret"),
        "below a file or a link");
  }

  @Test
  void aHardLinkToALinkIsRefused() {
    refused(
        new Tar().link("passwd", "/etc/passwd").hardLink("mine", "passwd"), "no file of its layer");
  }

  @Test
  void devicesAndPipesAreRefused() {
    for (var kind : List.of(TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO)) {
      refused(new Tar().special("dev/x", kind, ""), "neither file nor folder nor link");
    }
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    refused(new Tar().file("a", "1").file("a", "2"), "there twice");
  }

  @Test
  void aLayerThatIsLargerThanAnImageMayBeIsRefused() {
    refused(new Tar().file("a", "x".repeat(1_000_001)), "larger than an image may be");
  }

  @Test
  void aDamagedLayerIsRefused() {
    var tar = new Tar().file("a", "x".repeat(10_000)).bytes();
    assertThatThrownBy(() -> unpack(Arrays.copyOf(tar, 2_000))).isInstanceOf(IOException.class);
  }
}
