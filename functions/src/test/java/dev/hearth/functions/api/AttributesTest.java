package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

class AttributesTest {
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
  void tagsAreAddedReplacedAndRemoved() {
    var revision = lab.get("f").revisionId();
    tag(Map.of("team", "blue", "cost", "7"));
    tag(Map.of("team", "red"));
    assertThat(tags()).isEqualTo(Map.of("team", "red", "cost", "7"));
    lab.run(
        UntagResourceRequest.builder()
            .resource(Lab.ARN + "f")
            .tagKeys("cost", "never there")
            .build(),
        UntagResourceResponse.class);
    assertThat(tags()).isEqualTo(Map.of("team", "red"));
    assertThat(lab.get("f").revisionId()).isEqualTo(revision);
  }

  @Test
  void moreThan50TagsAreRefused() {
    var fifty = new HashMap<String, String>();
    for (int i = 0; i < 50; i++) {
      fifty.put("key" + i, "value");
    }
    tag(fifty);
    assertThat(lab.refused(tagging(Map.of("one", "more"))))
        .hasMessageContaining("exceeds function tags limit");
    tag(Map.of("key1", "replaced"));
    assertThat(tags()).hasSize(50).containsEntry("key1", "replaced");
  }

  @Test
  void aTagThatAwsWouldNotTakeIsRefused() {
    for (var tag :
        List.of(
            Map.of("aws:own", "x"),
            Map.of("AWS:own", "x"),
            Map.of("", "x"),
            Map.of("k".repeat(129), "x"),
            Map.of("key", "v".repeat(257)),
            Map.of("semi;colon", "x"))) {
      assertThat(lab.refused(tagging(tag)).code()).isEqualTo("InvalidParameterValueException");
      assertThat(lab.refused(Lab.creation("g").tags(tag).build()).status()).isEqualTo(400);
    }
    tag(Map.of("Überschrift 1_.:/=+-@", ""));
    assertThat(tags()).containsEntry("Überschrift 1_.:/=+-@", "");
  }

  @Test
  void onlyAFunctionThatIsThereHasTags() {
    var missing = lab.refused(ListTagsRequest.builder().resource(Lab.ARN + "nobody").build());
    assertThat(missing).hasMessage("Function not found: " + Lab.ARN + "nobody");
    var version = lab.refused(ListTagsRequest.builder().resource(Lab.ARN + "f:1").build());
    assertThat(version).hasMessageContaining("Tags on function aliases and versions are not");
    var mapping =
        lab.refused(
            ListTagsRequest.builder()
                .resource("arn:aws:lambda:us-east-1:123456789012:event-source-mapping:x")
                .build());
    assertThat(mapping.code()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void taggingTellsThePolicyWhatItIsAbout() {
    tag(Map.of("team", "blue"));
    var need = lab.access(tagging(Map.of("cost", "7"))).needs().getFirst();
    assertThat(need.action()).isEqualTo("lambda:TagResource");
    assertThat(need.resource()).isEqualTo(Lab.ARN + "f");
    assertThat(need.conditions())
        .containsEntry("aws:ResourceTag/team", List.of("blue"))
        .containsEntry("aws:RequestTag/cost", List.of("7"))
        .containsEntry("aws:TagKeys", List.of("cost"));
  }

  @Test
  void concurrencyIsReservedAndGivenBack() {
    assertThat(concurrency()).isNull();
    lab.run(reservation("f", 100), PutFunctionConcurrencyResponse.class);
    assertThat(concurrency()).isEqualTo(100);
    lab.run(reservation("f", 0), PutFunctionConcurrencyResponse.class);
    assertThat(concurrency()).isZero();
    lab.run(
        DeleteFunctionConcurrencyRequest.builder().functionName("f").build(),
        DeleteFunctionConcurrencyResponse.class);
    assertThat(concurrency()).isNull();
  }

  @Test
  void oneHundredOfTheAccountsConcurrencyStaysUnreserved() {
    lab.createActive("g");
    lab.run(reservation("g", 500), PutFunctionConcurrencyResponse.class);
    var refusal = lab.refused(reservation("f", 401));
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal)
        .hasMessage(
            "Specified ReservedConcurrentExecutions for function decreases account's"
                + " UnreservedConcurrentExecution below its minimum value of [100].");
    lab.run(reservation("f", 400), PutFunctionConcurrencyResponse.class);
    lab.run(reservation("f", 399), PutFunctionConcurrencyResponse.class);
    assertThat(lab.refused(reservation("nobody", 1)).status()).isEqualTo(404);
  }

  @Test
  void theAccountsSettingsTellLimitsAndUsage() {
    lab.createActive("g");
    lab.publish("g");
    lab.run(reservation("g", 300), PutFunctionConcurrencyResponse.class);
    var settings =
        lab.run(GetAccountSettingsRequest.builder().build(), GetAccountSettingsResponse.class);
    assertThat(settings.accountLimit().totalCodeSize()).isEqualTo(80_530_636_800L);
    assertThat(settings.accountLimit().codeSizeZipped()).isEqualTo(52_428_800);
    assertThat(settings.accountLimit().codeSizeUnzipped()).isEqualTo(262_144_000);
    assertThat(settings.accountLimit().concurrentExecutions()).isEqualTo(1_000);
    assertThat(settings.accountLimit().unreservedConcurrentExecutions()).isEqualTo(700);
    assertThat(settings.accountUsage().functionCount()).isEqualTo(2);
    long size = lab.get("f").codeSize();
    assertThat(settings.accountUsage().totalCodeSize()).isEqualTo(3 * size);
  }

  @Test
  void noFunctionHasACodeSigningConfiguration() {
    var answer =
        lab.run(
            GetFunctionCodeSigningConfigRequest.builder().functionName("f").build(),
            GetFunctionCodeSigningConfigResponse.class);
    assertThat(answer.functionName()).isEqualTo("f");
    assertThat(answer.codeSigningConfigArn()).isNull();
  }

  @Test
  void runtimeUpdatesAreKeptForEachVersion() {
    lab.publish("f");
    assertThat(runtimeUpdates(null).updateRuntimeOnAsString()).isEqualTo("Auto");
    var arn = "arn:aws:lambda:us-east-1::runtime:0123";
    lab.run(
        PutRuntimeManagementConfigRequest.builder()
            .functionName("f")
            .qualifier("1")
            .updateRuntimeOn("Manual")
            .runtimeVersionArn(arn)
            .build(),
        PutRuntimeManagementConfigResponse.class);
    assertThat(runtimeUpdates("1").updateRuntimeOnAsString()).isEqualTo("Manual");
    assertThat(runtimeUpdates("1").runtimeVersionArn()).isEqualTo(arn);
    assertThat(runtimeUpdates("1").functionArn()).isEqualTo(Lab.ARN + "f:1");
    assertThat(runtimeUpdates(null).updateRuntimeOnAsString()).isEqualTo("Auto");
  }

  @Test
  void aManualRuntimeNeedsItsVersionAndOthersHaveNone() {
    assertThat(
            lab.refused(
                PutRuntimeManagementConfigRequest.builder()
                    .functionName("f")
                    .updateRuntimeOn("Manual")
                    .build()))
        .hasMessageContaining("RuntimeVersionArn is required");
    assertThat(
            lab.refused(
                PutRuntimeManagementConfigRequest.builder()
                    .functionName("f")
                    .updateRuntimeOn("Auto")
                    .runtimeVersionArn("arn:aws:lambda:us-east-1::runtime:0123")
                    .build()))
        .hasMessageContaining("only when UpdateRuntimeOn is Manual");
    assertThat(
            lab.refused(
                    PutRuntimeManagementConfigRequest.builder()
                        .functionName("f")
                        .qualifier("1")
                        .updateRuntimeOn("Auto")
                        .build())
                .status())
        .isEqualTo(404);
  }

  @Test
  void recursiveLoopsEndUnlessTheyAreAllowed() {
    assertThat(recursion().recursiveLoopAsString()).isEqualTo("Terminate");
    lab.run(
        PutFunctionRecursionConfigRequest.builder()
            .functionName("f")
            .recursiveLoop("Allow")
            .build(),
        PutFunctionRecursionConfigResponse.class);
    assertThat(recursion().recursiveLoopAsString()).isEqualTo("Allow");
  }

  private GetFunctionRecursionConfigResponse recursion() {
    return lab.run(
        GetFunctionRecursionConfigRequest.builder().functionName("f").build(),
        GetFunctionRecursionConfigResponse.class);
  }

  private GetRuntimeManagementConfigResponse runtimeUpdates(
      @org.jspecify.annotations.Nullable String qualifier) {
    return lab.run(
        GetRuntimeManagementConfigRequest.builder().functionName("f").qualifier(qualifier).build(),
        GetRuntimeManagementConfigResponse.class);
  }

  private Integer concurrency() {
    return lab.run(
            GetFunctionConcurrencyRequest.builder().functionName("f").build(),
            GetFunctionConcurrencyResponse.class)
        .reservedConcurrentExecutions();
  }

  private static SdkPojo reservation(String name, int concurrency) {
    return PutFunctionConcurrencyRequest.builder()
        .functionName(name)
        .reservedConcurrentExecutions(concurrency)
        .build();
  }

  private static SdkPojo tagging(Map<String, String> tags) {
    return TagResourceRequest.builder().resource(Lab.ARN + "f").tags(tags).build();
  }

  private void tag(Map<String, String> tags) {
    lab.run(tagging(tags), TagResourceResponse.class);
  }

  private Map<String, String> tags() {
    return lab.run(
            ListTagsRequest.builder().resource(Lab.ARN + "f").build(), ListTagsResponse.class)
        .tags();
  }
}
