package dev.hearth.functions.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.ContainerImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTreeTest {
  @TempDir Path folder;

  private Path layer(String name, Tar tar) throws IOException {
    var layer = folder.resolve(name);
    LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), layer, 1_000_000);
    return layer;
  }

  private Path build(Tar... tars) throws IOException {
    var layers = new ArrayList<Path>();
    for (var tar : tars) {
      layers.add(layer("layer" + layers.size(), tar));
    }
    RootTree.build(layers, folder.resolve("root"), 1_000_000);
    return folder.resolve("root");
  }

  @Test
  void aHigherLayerReplacesFilesLinksAndFolders() throws IOException {
    var root =
        build(
            new Tar().file("a", "low").file("b/c", "low").link("d", "a").file("e", "low"),
            new Tar().file("a", "high").file("b", "now a file").file("d", "high").file("e/f", "x"));
    assertThat(root.resolve("a")).hasContent("high");
    assertThat(root.resolve("b")).hasContent("now a file");
    assertThat(root.resolve("d")).hasContent("high").isRegularFile();
    assertThat(root.resolve("e/f")).hasContent("x");
    assertThat(folder.resolve("layer0/a")).hasContent("low");
  }

  @Test
  void aWhiteoutHidesWhatLowerLayersHave() throws IOException {
    var root =
        build(
            new Tar().file("etc/a", "1").file("etc/b/c", "1").file("etc/d", "1"),
            new Tar().file("etc/.wh.a", "").file("etc/.wh.b", "").file("etc/.wh.d", ""),
            new Tar().file("etc/d", "again"));
    assertThat(root.resolve("etc/a")).doesNotExist();
    assertThat(root.resolve("etc/b")).doesNotExist();
    assertThat(root.resolve("etc/d")).hasContent("again");
    assertThat(root.resolve("etc/.wh.a")).doesNotExist();
  }

  @Test
  void anOpaqueFolderHidesAllOfLowerLayersAndNothingOfItsOwn() throws IOException {
    var root =
        build(
            new Tar().file("data/old", "1").file("data/more/old", "1"),
            new Tar().file("data/a", "own").file("data/.wh..wh..opq", "").file("data/z", "own"));
    assertThat(root.resolve("data")).isDirectoryNotContaining("glob:**old");
    assertThat(root.resolve("data/more")).doesNotExist();
    assertThat(root.resolve("data/a")).hasContent("own");
    assertThat(root.resolve("data/z")).hasContent("own");
  }

  @Test
  void aWhiteoutThatClimbsOutIsRefused() {
    assertThatThrownBy(() -> build(new Tar().file("x", "1"), new Tar().file(".wh...", "")))
        .isInstanceOf(BadImage.class);
  }

  @Test
  void imagesShareTheFilesOfTheirLayers() throws IOException {
    var shared = layer("shared", new Tar().file("lib/large", "x"));
    RootTree.build(List.of(shared), folder.resolve("one"), 1_000_000);
    RootTree.build(List.of(shared), folder.resolve("two"), 1_000_000);
    assertThat(Files.getAttribute(folder.resolve("one/lib/large"), "unix:ino"))
        .isEqualTo(Files.getAttribute(folder.resolve("two/lib/large"), "unix:ino"));
  }

  @Test
  void whatASandboxMountsOnIsThereWhateverTheImageHas() throws IOException {
    Files.writeString(folder.resolve("hosts"), "the host's");
    var root =
        build(
            new Tar()
                .link("tmp", "/var/tmp")
                .link("dev", folder.toString())
                .link("etc", folder.toString()));
    for (var name : ContainerImage.MOUNTED) {
      assertThat(root.resolve(name)).isRegularFile().hasSize(0);
      assertThat(Files.isSymbolicLink(root.resolve(name).getParent())).isFalse();
    }
    assertThat(Files.isSymbolicLink(root.resolve("tmp"))).isFalse();
    assertThat(folder.resolve("hosts")).hasContent("the host's");
  }

  @Test
  void anImageThatIsTooLargeWithAllItsLayersIsRefused() throws IOException {
    var one = layer("one", new Tar().file("a", "x".repeat(600_000)));
    var two = layer("two", new Tar().file("b", "x".repeat(600_000)));
    assertThatThrownBy(() -> RootTree.build(List.of(one, two), folder.resolve("root"), 1_000_000))
        .isInstanceOf(BadImage.class)
        .hasMessageContaining("larger than an image may be");
  }
}
