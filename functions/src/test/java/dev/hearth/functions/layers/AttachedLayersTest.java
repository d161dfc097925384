package dev.hearth.functions.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.api.Lab;
import dev.hearth.functions.code.RawZip;
import dev.hearth.kernel.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class AttachedLayersTest {
  /// 100 MB of zeros, a few kilobytes when packed.
  private static final String LARGE = "\0".repeat(100_000_000);

  @TempDir Path folder;
  private LayerLab layers;
  private Lab lab;

  @BeforeEach
  void open() {
    layers = new LayerLab(folder);
    lab = layers.lab;
  }

  @AfterEach
  void close() {
    layers.close();
  }

  @Test
  void aFunctionShowsItsLayersInTheirOrder() {
    var size = publish("a", "1");
    publish("b", "22");
    create("f", "b:1", "a:1");
    assertThat(lab.get("f").layers())
        .extracting(Layer::arn)
        .containsExactly(LayerLab.ARN + "b:1", LayerLab.ARN + "a:1");
    assertThat(lab.get("f").layers().getLast().codeSize()).isEqualTo(size);
  }

  @Test
  void aLeaseHoldsTheLayersInTheirOrder() {
    publish("a", "first");
    publish("b", "second");
    create("f", "a:1", "b:1");
    try (var lease = lab.functions().lease(resolve("f", "")).orElseThrow()) {
      assertThat(lease.code().resolve("app.py")).exists();
      assertThat(lease.layers())
          .extracting(layer -> Files.readString(layer.resolve("python/word.py")))
          .containsExactly("first", "second");
    }
  }

  @Test
  void anUpdateThatNamesNoLayersKeepsThemAndAnEmptyListRemovesThem() {
    publish("a", "1");
    create("f", "a:1");
    configure(input -> input.timeout(60));
    assertThat(lab.get("f").layers()).hasSize(1);
    configure(input -> input.layers(List.of()));
    assertThat(lab.get("f").layers()).isEmpty();
    configure(input -> input.layers(LayerLab.ARN + "a:1"));
    assertThat(lab.get("f").layers()).hasSize(1);
  }

  @Test
  void aPublishedVersionKeepsItsLayers() {
    publish("a", "1");
    create("f", "a:1");
    lab.publish("f");
    configure(input -> input.layers(List.of()));
    assertThat(lab.get("f", "1").layers()).hasSize(1);
    assertThat(lab.publish("f").version()).isEqualTo("2");
    assertThat(lab.get("f", "2").layers()).isEmpty();
  }

  @Test
  void aDeletedLayerServesThoseWhoHaveItUntilNobodyDoes() throws IOException {
    publish("a", "1");
    create("f", "a:1");
    lab.publish("f");
    layers.delete("a", 1);
    assertThat(packages()).hasSize(2);
    assertThat(refused("g", "a:1"))
        .isEqualTo("Layer version " + LayerLab.ARN + "a:1 does not exist.");
    try (var lease = lab.functions().lease(resolve("f", "1")).orElseThrow()) {
      assertThat(lease.layers().getFirst().resolve("python/word.py")).hasContent("1");
    }

    configure(input -> input.layers(List.of()));
    assertThat(packages()).hasSize(2); // version 1 has it
    lab.delete("f");
    lab.settle();
    assertThat(packages()).isEmpty();
  }

  @Test
  void aLayerThatNobodyHasGoesWhenItIsDeletedAndOnlyThen() throws IOException {
    publish("a", "1");
    create("f", "a:1");
    lab.delete("f");
    lab.settle();
    assertThat(packages()).hasSize(1);
    lab.restart();
    lab.settle();
    assertThat(packages()).hasSize(1);
    publish("b", "1"); // the same archive
    layers.delete("a", 1);
    assertThat(packages()).hasSize(1);
    layers.delete("b", 1);
    assertThat(packages()).isEmpty();
  }

  @Test
  void aThousandFunctionsShareOneCopy() throws IOException {
    publish("a", "1");
    for (int i = 0; i < 1_000; i++) {
      create("f" + i, "a:1");
    }
    var first = resolve("f0", "");
    var last = resolve("f999", "");
    try (var one = lab.functions().lease(first).orElseThrow();
        var other = lab.functions().lease(last).orElseThrow()) {
      assertThat(one.layers()).isEqualTo(other.layers());
    }
    assertThat(packages()).hasSize(2); // the layer, and the code that they share too
  }

  @Test
  void atMostFiveLayers() {
    var names = IntStream.range(0, 6).mapToObj(i -> "l" + i).toList();
    names.forEach(name -> publish(name, name));
    create("f", names.subList(0, 5).stream().map(name -> name + ":1").toArray(String[]::new));
    assertThat(lab.get("f").layers()).hasSize(5);
    assertThat(refused("g", names.stream().map(name -> name + ":1").toArray(String[]::new)))
        .isEqualTo("Cannot reference more than 5 layers.");
  }

  @Test
  void oneLayerTwiceIsRefused() {
    publish("a", "1");
    publish("a", "2");
    assertThat(refused("f", "a:1", "a:2"))
        .isEqualTo(
            "Two different versions of the same layer are not allowed to be referenced in the same"
                + " function. "
                + LayerLab.ARN
                + "a:1 and "
                + LayerLab.ARN
                + "a:2 are versions of the same layer.");
  }

  @Test
  void aLayerOfAnotherRegionIsRefused() {
    publish("a", "1");
    var refusal =
        lab.refused(
            Lab.creation("f").layers("arn:aws:lambda:eu-west-1:123456789012:layer:a:1").build());
    assertThat(refusal)
        .hasMessage(
            "Layers are not in the same region as the function. Layers are expected to be in"
                + " region us-east-1.");
  }

  @Test
  void aFunctionIsNotLargerWithItsLayersThanAFunctionMayBe() {
    publish("a", LARGE);
    publish("b", LARGE + "b");
    publish("c", LARGE + "c");
    assertThat(refused("f", "a:1", "b:1", "c:1"))
        .isEqualTo("Layers consume more than the available size of 262144000 bytes");

    create("f", "a:1", "b:1");
    var larger = SdkBytes.fromByteArray(new RawZip().file("app.py", LARGE).bytes());
    var refusal =
        lab.refused(UpdateFunctionCodeRequest.builder().functionName("f").zipFile(larger).build());
    assertThat(refusal)
        .hasMessage(
            "Function code combined with layers exceeds the maximum allowed size of 262144000"
                + " bytes. The actual size is 300000001 bytes.");
  }

  @Test
  void usingALayerTakesTheRightToGetIt() {
    var arn = LayerLab.ARN + "a:1";
    assertThat(lab.access(Lab.creation("f").layers(arn).build()).needs())
        .anySatisfy(
            need -> {
              assertThat(need.action()).isEqualTo("lambda:GetLayerVersion");
              assertThat(need.resource()).isEqualTo(arn);
            })
        .anySatisfy(
            need -> {
              assertThat(need.action()).isEqualTo("lambda:CreateFunction");
              assertThat(need.conditions()).containsEntry("lambda:Layer", List.of(arn));
            });
  }

  private long publish(String name, String content) {
    return layers.publish(name, content).content().codeSize();
  }

  private void create(String name, String... versions) {
    lab.create(name, input -> input.layers(arns(versions)));
    lab.settle();
  }

  private static List<String> arns(String... versions) {
    return List.of(versions).stream().map(version -> LayerLab.ARN + version).toList();
  }

  private String refused(String name, String... versions) {
    var refusal = lab.refused(Lab.creation(name).layers(arns(versions)).build());
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    return refusal.getMessage();
  }

  private void configure(Consumer<UpdateFunctionConfigurationRequest.Builder> change) {
    var input = UpdateFunctionConfigurationRequest.builder().functionName("f");
    change.accept(input);
    lab.run(input.build(), UpdateFunctionConfigurationResponse.class);
    lab.settle();
  }

  private FunctionVersion resolve(String name, String qualifier) {
    return lab.functions().resolve(Lab.ACCOUNT, new Region("us-east-1"), name, qualifier);
  }

  private List<Path> packages() throws IOException {
    try (var files = Files.list(lab.code())) {
      return files.filter(file -> file.getFileName().toString().length() == 64).toList();
    }
  }
}
