package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.FunctionVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class VersionsTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aPublishedVersionStaysAsItWas() {
    var latest = lab.get("f");
    var published = lab.publish("f");
    assertThat(published.version()).isEqualTo("1");
    assertThat(published.functionArn()).isEqualTo(Lab.ARN + "f:1");
    assertThat(published.stateAsString()).isEqualTo("Active");
    assertThat(published.codeSha256()).isEqualTo(latest.codeSha256());

    lab.updateCode("f", "version 2");
    configure(input -> input.timeout(60).environment(vars -> vars.variables(Map.of("KEY", "x"))));

    assertThat(lab.get("f", "1").codeSha256()).isEqualTo(latest.codeSha256());
    assertThat(lab.get("f", "1").timeout()).isEqualTo(3);
    assertThat(lab.get("f", "1").environment()).isNull();
    assertThat(lab.get("f", "1").revisionId()).isEqualTo(published.revisionId());
    assertThat(resolve("f", "1").code().resolve("app.py")).hasContent("version 1");
    assertThat(resolve("f", "").code().resolve("app.py")).hasContent("version 2");
  }

  @Test
  void nothingNewIsPublishedWhereNothingHasChanged() {
    assertThat(lab.publish("f").version()).isEqualTo("1");
    assertThat(lab.publish("f").version()).isEqualTo("1");
    lab.updateCode("f", "version 1"); // the same code again
    lab.settle();
    assertThat(publish(input -> input.description("another")).version()).isEqualTo("1");
    configure(input -> input.timeout(60));
    assertThat(lab.publish("f").version()).isEqualTo("2");
    lab.updateCode("f", "version 2");
    lab.settle();
    assertThat(lab.publish("f").version()).isEqualTo("3");
  }

  @Test
  void aVersionMayHaveADescriptionOfItsOwn() {
    assertThat(publish(input -> input.description("the first")).description())
        .isEqualTo("the first");
    assertThat(lab.get("f").description()).isEmpty();
    assertThat(
            lab.refused(
                PublishVersionRequest.builder()
                    .functionName("f")
                    .description("x".repeat(257))
                    .build()))
        .hasMessageContaining("length less than or equal to 256");
  }

  @Test
  void publishingIsGuardedByTheHashAndTheRevision() {
    var latest = lab.get("f");
    var hash =
        lab.refused(PublishVersionRequest.builder().functionName("f").codeSha256("x").build());
    assertThat(hash.code()).isEqualTo("InvalidParameterValueException");
    assertThat(hash)
        .hasMessage(
            "CodeSHA256 (x) is different from current CodeSHA256 in $LATEST ("
                + latest.codeSha256()
                + "). Please try again with the CodeSHA256 in $LATEST.");
    var revision =
        lab.refused(PublishVersionRequest.builder().functionName("f").revisionId("x").build());
    assertThat(revision.status()).isEqualTo(412);
    assertThat(
            publish(input -> input.codeSha256(latest.codeSha256()).revisionId(latest.revisionId()))
                .version())
        .isEqualTo("1");
  }

  @Test
  void publishingWaitsForNoUpdateButRefuses() {
    lab.updateCode("f", "version 2");
    assertThat(lab.refused(PublishVersionRequest.builder().functionName("f").build()).status())
        .isEqualTo(409);
    assertThat(lab.refused(PublishVersionRequest.builder().functionName("nobody").build()).status())
        .isEqualTo(404);
  }

  @Test
  void versionsAreListedWithTheLatestFirst() {
    for (int i = 2; i <= 11; i++) {
      lab.publish("f");
      lab.updateCode("f", "version " + i);
      lab.settle();
    }
    assertThat(versions(1))
        .containsExactly("$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(versions(4)).hasSize(11);
    assertThat(lab.refused(ListVersionsByFunctionRequest.builder().functionName("nobody").build()))
        .hasMessage("Function not found: " + Lab.ARN + "nobody");
  }

  @Test
  void aNumberNeverComesBack() {
    lab.publish("f");
    delete("f", "1");
    assertThat(lab.publish("f").version()).isEqualTo("2");
  }

  @Test
  void oneVersionCanBeDeletedAlone() {
    lab.publish("f");
    var retired = new ArrayList<String>();
    lab.functions().onChange(version -> retired.add(version.versionArn()));
    assertThat(resolve("f", "1").version()).isEqualTo("1");
    delete("f", "1");
    assertThat(versions(50)).containsExactly("$LATEST");
    assertThat(retired).containsExactly(Lab.ARN + "f:1");
    assertThatThrownBy(() -> resolve("f", "1"))
        .hasMessage("Function not found: " + Lab.ARN + "f:1");
    delete("f", "1"); // once more is as good
    delete("f", "99");
  }

  @Test
  void theLatestVersionGoesOnlyWithTheFunction() {
    var refusal = lab.refused(deletion("f", "$LATEST"));
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal)
        .hasMessage("$LATEST version cannot be deleted without deleting the function.");
    assertThat(lab.refused(deletion("f", "alias")))
        .hasMessage("Deletion of aliases is not currently supported.");
  }

  @Test
  void aDeletedFunctionIsGoneWithItsVersionsAndItsCode() throws Exception {
    lab.publish("f");
    lab.updateCode("f", "version 2");
    lab.settle();
    var retired = new ArrayList<String>();
    lab.functions().onChange(version -> retired.add(version.version()));
    delete("f", null);
    assertThat(retired).containsExactly("$LATEST", "1");
    assertThatThrownBy(() -> resolve("f", "")).hasMessageContaining("Function not found");
    assertThat(lab.refused(deletion("f", null)).status()).isEqualTo(404);
    assertThat(lab.refused(deletion("f", "1")).status()).isEqualTo(404);
    try (var files = Files.list(lab.code())) {
      assertThat(files).hasSize(3); // scratch, two keys
    }
    lab.createActive("f");
    assertThat(lab.get("f").version()).isEqualTo("$LATEST");
    assertThat(lab.publish("f").version()).isEqualTo("1");
  }

  @Test
  void codeOfADeletedVersionStaysWhileAnotherHasIt() {
    lab.publish("f");
    var code = resolve("f", "").code();
    delete("f", "1");
    assertThat(code).isNotEmptyDirectory();
  }

  private FunctionVersion resolve(String name, String qualifier) {
    return lab.functions().resolve(Lab.ACCOUNT, Lab.call().region(), name, qualifier);
  }

  private PublishVersionResponse publish(Consumer<PublishVersionRequest.Builder> change) {
    var input = PublishVersionRequest.builder().functionName("f");
    change.accept(input);
    return lab.run(input.build(), PublishVersionResponse.class);
  }

  private void configure(Consumer<UpdateFunctionConfigurationRequest.Builder> change) {
    lab.settle();
    var input = UpdateFunctionConfigurationRequest.builder().functionName("f");
    change.accept(input);
    lab.run(input.build(), UpdateFunctionConfigurationResponse.class);
    lab.settle();
  }

  private static DeleteFunctionRequest deletion(String name, @Nullable String qualifier) {
    return DeleteFunctionRequest.builder().functionName(name).qualifier(qualifier).build();
  }

  private void delete(String name, @Nullable String qualifier) {
    lab.run(deletion(name, qualifier), DeleteFunctionResponse.class);
  }

  private List<String> versions(int pageSize) {
    var all = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          lab.run(
              ListVersionsByFunctionRequest.builder()
                  .functionName("f")
                  .maxItems(pageSize)
                  .marker(marker)
                  .build(),
              ListVersionsByFunctionResponse.class);
      page.versions().forEach(version -> all.add(version.version()));
      marker = page.nextMarker();
    } while (marker != null);
    return all;
  }
}
