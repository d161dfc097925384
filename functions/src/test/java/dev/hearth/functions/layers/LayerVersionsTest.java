package dev.hearth.functions.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsRequest;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsResponse;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;

class LayerVersionsTest {
  @TempDir Path folder;
  private LayerLab layers;

  @BeforeEach
  void open() {
    layers = new LayerLab(folder);
  }

  @AfterEach
  void close() {
    layers.close();
  }

  @Test
  void aPublishedVersionIsShownWhole() {
    var published =
        layers.publish(
            "numbers",
            "WORD = 1",
            input ->
                input
                    .description("primes")
                    .licenseInfo("MIT")
                    .compatibleRuntimesWithStrings("python3.12", "python3.13")
                    .compatibleArchitecturesWithStrings("x86_64"));
    assertThat(published.layerArn()).isEqualTo(LayerLab.ARN + "numbers");
    assertThat(published.layerVersionArn()).isEqualTo(LayerLab.ARN + "numbers:1");
    assertThat(published.version()).isEqualTo(1);
    assertThat(published.description()).isEqualTo("primes");
    assertThat(published.licenseInfo()).isEqualTo("MIT");
    assertThat(published.compatibleRuntimesAsStrings()).containsExactly("python3.12", "python3.13");
    assertThat(published.compatibleArchitecturesAsStrings()).containsExactly("x86_64");
    assertThat(published.createdDate()).isEqualTo("2026-11-21T12:00:00.000+0000");
    assertThat(published.content().codeSize()).isPositive();

    var got = get("numbers", 1);
    assertThat(got.toBuilder().content(published.content()).build().toString())
        .isEqualTo(
            GetLayerVersionResponse.builder()
                .content(published.content())
                .layerArn(published.layerArn())
                .layerVersionArn(published.layerVersionArn())
                .description("primes")
                .createdDate(published.createdDate())
                .version(1L)
                .compatibleRuntimes(published.compatibleRuntimes())
                .licenseInfo("MIT")
                .compatibleArchitectures(published.compatibleArchitectures())
                .build()
                .toString());
    var byArn =
        layers.lab.run(
            GetLayerVersionByArnRequest.builder().arn(published.layerVersionArn()).build(),
            GetLayerVersionByArnResponse.class);
    assertThat(byArn.content().codeSha256()).isEqualTo(published.content().codeSha256());
    assertThat(byArn.version()).isEqualTo(1);
  }

  @Test
  void theLinkLeadsToTheArchive() {
    var location = URI.create(layers.publish("numbers", "WORD = 1").content().location());
    assertThat(layers.lab.downloads().open(location.getPath(), location.getRawQuery()))
        .hasBinaryContent(LayerLab.zip("python/word.py", "WORD = 1").asByteArray());
  }

  @Test
  void numbersOnlyGrow() {
    assertThat(layers.publish("numbers", "WORD = 1").version()).isEqualTo(1);
    assertThat(layers.publish("numbers", "WORD = 1").version()).isEqualTo(2);
    layers.delete("numbers", 1);
    layers.delete("numbers", 2);
    assertThat(listed(_ -> {})).isEmpty();
    assertThat(layers.publish("numbers", "WORD = 1").version()).isEqualTo(3);
    assertThat(layers.publish("other", "WORD = 1").version()).isEqualTo(1);
  }

  @Test
  void aLayerIsNamedByItsArnToo() {
    layers.publish(LayerLab.ARN + "numbers", "WORD = 1");
    assertThat(get("numbers", 1).version()).isEqualTo(1);
    assertThat(get(LayerLab.ARN + "numbers", 1).version()).isEqualTo(1);
  }

  @Test
  void anAccountAndARegionHaveLayersOfTheirOwn() {
    layers.publish("numbers", "WORD = 1");
    for (var call :
        List.of(
            Lab.callOf(Lab.ACCOUNT, new Region("eu-west-1")),
            Lab.callOf(new AccountId("999999999999"), new Region("us-east-1")))) {
      var list =
          layers.lab.run(ListLayersRequest.builder().build(), ListLayersResponse.class, call);
      assertThat(list.layers()).isEmpty();
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    layers.publish("numbers", "WORD = 1");
    for (var input :
        List.<SdkPojo>of(
            GetLayerVersionRequest.builder().layerName("numbers").versionNumber(2L).build(),
            GetLayerVersionByArnRequest.builder().arn(LayerLab.ARN + "other:1").build(),
            GetLayerVersionByArnRequest.builder()
                .arn(LayerLab.ARN + "numbers:99999999999999999999")
                .build())) {
      var refusal = layers.lab.refused(input);
      assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
      assertThat(refusal.status()).isEqualTo(404);
    }
  }

  @Test
  void noVersionIsBelowOne() {
    for (var input :
        List.<SdkPojo>of(
            GetLayerVersionRequest.builder().layerName("numbers").versionNumber(0L).build(),
            DeleteLayerVersionRequest.builder().layerName("numbers").versionNumber(-1L).build())) {
      assertThat(layers.lab.refused(input))
          .hasMessage("Layer Version Cannot be less than 1.")
          .extracting("code")
          .isEqualTo("InvalidParameterValueException");
    }
  }

  @Test
  void deletingWhatIsNotThereSucceeds() {
    layers.delete("numbers", 7);
  }

  @Test
  void aHostileOrEmptyArchiveIsRefused() {
    for (var content : List.of(SdkBytes.fromUtf8String("no zip"), SdkBytes.fromUtf8String(""))) {
      var refusal =
          layers.lab.refused(
              PublishLayerVersionRequest.builder()
                  .layerName("numbers")
                  .content(source -> source.zipFile(content))
                  .build());
      assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    }
    assertThat(listed(_ -> {})).isEmpty();
  }

  @Test
  void listsComeInPagesOfOne() {
    for (var name : List.of("c", "a", "b")) {
      layers.publish(name, "WORD = 1");
      layers.publish(name, "WORD = 2");
    }
    assertThat(listed(_ -> {})).containsExactly("a:2", "b:2", "c:2");
    assertThat(pages(marker -> list(input -> input.maxItems(1).marker(marker))))
        .containsExactly("a:2", "b:2", "c:2");
    assertThat(pages(marker -> versions("b", input -> input.maxItems(1).marker(marker))))
        .containsExactly("b:2", "b:1");
  }

  @Test
  void listsAreFilteredByRuntimeAndArchitecture() {
    layers.publish("a", "1", input -> input.compatibleRuntimesWithStrings("python3.12"));
    layers.publish("a", "2", input -> input.compatibleRuntimesWithStrings("nodejs22.x"));
    layers.publish(
        "b",
        "1",
        input ->
            input
                .compatibleRuntimesWithStrings("python3.12")
                .compatibleArchitecturesWithStrings("arm64", "x86_64"));
    layers.publish("c", "1");
    assertThat(listed(input -> input.compatibleRuntime("python3.12")))
        .containsExactly("a:1", "b:1");
    assertThat(listed(input -> input.compatibleArchitecture("arm64"))).containsExactly("b:1");
    assertThat(
            listed(input -> input.compatibleRuntime("nodejs22.x").compatibleArchitecture("arm64")))
        .isEmpty();
    assertThat(names(versions("a", input -> input.compatibleRuntime("nodejs22.x")).versions()))
        .containsExactly("a:2");
  }

  @Test
  void accessNamesTheLayerOrItsVersion() {
    assertThat(
            layers
                .lab
                .access(GetLayerVersionRequest.builder().layerName("n").versionNumber(3L).build())
                .needs())
        .singleElement()
        .extracting("action", "resource")
        .containsExactly("lambda:GetLayerVersion", LayerLab.ARN + "n:3");
    assertThat(
            layers.lab.access(PublishLayerVersionRequest.builder().layerName("n").build()).needs())
        .singleElement()
        .extracting("action", "resource")
        .containsExactly("lambda:PublishLayerVersion", LayerLab.ARN + "n");
  }

  @Test
  void layersCountAsStoredCode() {
    long size = layers.publish("numbers", "WORD = 1").content().codeSize();
    layers.publish("numbers", "WORD = 1");
    var settings =
        layers.lab.run(
            GetAccountSettingsRequest.builder().build(), GetAccountSettingsResponse.class);
    assertThat(settings.accountUsage().totalCodeSize()).isEqualTo(2 * size);
  }

  private GetLayerVersionResponse get(String name, long number) {
    return layers.lab.run(
        GetLayerVersionRequest.builder().layerName(name).versionNumber(number).build(),
        GetLayerVersionResponse.class);
  }

  private record Page(List<LayerVersionsListItem> versions, @Nullable String next) {}

  private Page list(Consumer<ListLayersRequest.Builder> change) {
    var input = ListLayersRequest.builder();
    change.accept(input);
    var list = layers.lab.run(input.build(), ListLayersResponse.class);
    return new Page(
        list.layers().stream().map(layer -> layer.latestMatchingVersion()).toList(),
        list.nextMarker());
  }

  private List<String> listed(Consumer<ListLayersRequest.Builder> change) {
    return names(list(change).versions());
  }

  private Page versions(String name, Consumer<ListLayerVersionsRequest.Builder> change) {
    var input = ListLayerVersionsRequest.builder().layerName(name);
    change.accept(input);
    var list = layers.lab.run(input.build(), ListLayerVersionsResponse.class);
    return new Page(list.layerVersions(), list.nextMarker());
  }

  private interface Pager {
    Page page(@Nullable String marker);
  }

  private static List<String> pages(Pager pager) {
    var all = new ArrayList<String>();
    String marker = null;
    do {
      var page = pager.page(marker);
      assertThat(page.versions()).hasSize(1);
      all.addAll(names(page.versions()));
      marker = page.next();
    } while (marker != null);
    return all;
  }

  private static List<String> names(List<LayerVersionsListItem> versions) {
    return versions.stream()
        .map(version -> version.layerVersionArn().substring(LayerLab.ARN.length()))
        .toList();
  }
}
