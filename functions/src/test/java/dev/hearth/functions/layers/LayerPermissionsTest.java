package dev.hearth.functions.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionResponse;

class LayerPermissionsTest {
  @TempDir Path folder;
  private LayerLab layers;

  @BeforeEach
  void open() {
    layers = new LayerLab(folder);
    layers.publish("numbers", "WORD = 1");
  }

  @AfterEach
  void close() {
    layers.close();
  }

  @Test
  void aPermissionIsAddedShownAndRemoved() {
    var added = add("one", _ -> {});
    assertThat(added.statement())
        .isEqualTo(
            "{\"Sid\":\"one\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":\"arn:aws:iam::999999999999:root\"},"
                + "\"Action\":\"lambda:GetLayerVersion\",\"Resource\":\""
                + LayerLab.ARN
                + "numbers:1\"}");
    assertThat(policy().policy()).contains(added.statement());
    assertThat(policy().revisionId()).isEqualTo(added.revisionId());

    remove("one", null);
    assertThat(refusedPolicy()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void anOrganisationMayBeAllowedWithTheStarOnly() {
    var added = add("org", input -> input.principal("*").organizationId("o-abcdefghij"));
    assertThat(added.statement())
        .contains("\"Principal\":\"*\"", "\"aws:PrincipalOrgID\":\"o-abcdefghij\"");
    var refusal = layers.lab.refused(addition("x").organizationId("o-abcdefghij").build());
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
  }

  @Test
  void aStatementIdIsTakenOnce() {
    add("one", _ -> {});
    var refusal = layers.lab.refused(addition("one").build());
    assertThat(refusal.code()).isEqualTo("ResourceConflictException");
    assertThat(refusal.status()).isEqualTo(409);
  }

  @Test
  void anotherRevisionIsRefused() {
    var revision = add("one", _ -> {}).revisionId();
    add("two", input -> input.revisionId(revision));
    var refusal = layers.lab.refused(addition("three").revisionId(revision).build());
    assertThat(refusal.code()).isEqualTo("PreconditionFailedException");
    assertThat(refusal.status()).isEqualTo(412);
    assertThat(layers.lab.refused(removal("one").revisionId(revision).build()).code())
        .isEqualTo("PreconditionFailedException");
    remove("one", policy().revisionId());
    assertThat(policy().policy()).contains("\"two\"").doesNotContain("\"one\"");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(layers.lab.refused(addition("one").versionNumber(2L).build()).code())
        .isEqualTo("ResourceNotFoundException");
    assertThat(layers.lab.refused(removal("one").build()).code())
        .isEqualTo("ResourceNotFoundException");
    add("one", _ -> {});
    assertThat(layers.lab.refused(removal("two").build()).code())
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void aVersionsPolicyGoesWithIt() {
    add("one", _ -> {});
    layers.delete("numbers", 1);
    assertThat(refusedPolicy()).isEqualTo("ResourceNotFoundException");
  }

  private static AddLayerVersionPermissionRequest.Builder addition(String sid) {
    return AddLayerVersionPermissionRequest.builder()
        .layerName("numbers")
        .versionNumber(1L)
        .statementId(sid)
        .action("lambda:GetLayerVersion")
        .principal("999999999999");
  }

  private AddLayerVersionPermissionResponse add(
      String sid, Consumer<AddLayerVersionPermissionRequest.Builder> change) {
    var input = addition(sid);
    change.accept(input);
    return layers.lab.run(input.build(), AddLayerVersionPermissionResponse.class);
  }

  private static RemoveLayerVersionPermissionRequest.Builder removal(String sid) {
    return RemoveLayerVersionPermissionRequest.builder()
        .layerName("numbers")
        .versionNumber(1L)
        .statementId(sid);
  }

  private void remove(String sid, @Nullable String revision) {
    layers.lab.run(
        removal(sid).revisionId(revision).build(), RemoveLayerVersionPermissionResponse.class);
  }

  private static GetLayerVersionPolicyRequest get() {
    return GetLayerVersionPolicyRequest.builder().layerName("numbers").versionNumber(1L).build();
  }

  private GetLayerVersionPolicyResponse policy() {
    return layers.lab.run(get(), GetLayerVersionPolicyResponse.class);
  }

  private String refusedPolicy() {
    return layers.lab.refused(get()).code();
  }
}
