package dev.hearth.secrets.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/// Parameters, on both engines.
abstract class ParametersContract {
  @TempDir private Path folder;
  private Vault vault;

  abstract Database open(Path folder);

  @BeforeEach
  void begin() {
    vault = new Vault(open(folder), folder);
  }

  @AfterEach
  void end() {
    vault.close();
  }

  private static PutParameterRequest put(
      String name, String value, Consumer<PutParameterRequest.Builder> more) {
    var request = PutParameterRequest.builder().name(name).value(value).type(ParameterType.STRING);
    more.accept(request);
    return request.build();
  }

  private PutParameterResponse put(String name, String value) {
    return vault.run(put(name, value, r -> r.overwrite(true)));
  }

  private static GetParameterRequest get(String name) {
    return GetParameterRequest.builder().name(name).withDecryption(true).build();
  }

  private Parameter read(String name) {
    GetParameterResponse response = vault.run(get(name));
    return response.parameter();
  }

  @Test
  void aParameterIsReadByItsNameItsArnItsVersionAndItsLabel() {
    assertThat(put("/app/db", "one").version()).isEqualTo(1);
    assertThat(put("/app/db", "two").version()).isEqualTo(2);
    vault.run(
        LabelParameterVersionRequest.builder()
            .name("/app/db")
            .parameterVersion(1L)
            .labels("prod")
            .build());
    var arn = "arn:aws:ssm:us-east-1:123456789012:parameter/app/db";
    assertThat(read("/app/db").value()).isEqualTo("two");
    assertThat(read(arn).arn()).isEqualTo(arn);
    assertThat(read("/app/db:1").value()).isEqualTo("one");
    assertThat(read(arn + ":prod").value()).isEqualTo("one");
    assertThat(read("/app/db:prod").selector()).isEqualTo(":prod");
    assertThat(vault.refusal(get("/app/db:3"), "ParameterVersionNotFound"))
        .isEqualTo(
            "Systems Manager could not find version 3 of /app/db. Verify the version and try"
                + " again.");
    vault.refusal(get("/app/no"), "ParameterNotFound");
    vault.refusal(get("/app/{x}"), "ValidationException");
  }

  @Test
  void aSlashAtTheBeginningOfAPlainNameMakesNoDifference() {
    put("plain", "x");
    assertThat(read("/plain").name()).isEqualTo("plain");
    vault.refusal(put("/plain", "y", _ -> {}), "ParameterAlreadyExists");
  }

  @Test
  void aSecureStringIsEncryptedByTheServicesKeyInItsCallersName() {
    vault.run(put("/s", "hidden", r -> r.type(ParameterType.SECURE_STRING)));
    assertThat(vault.asked)
        .extracting(Access.Need::action)
        .containsExactly("ssm:PutParameter", "kms:Encrypt");
    vault.asked.clear();
    assertThat(read("/s").value()).isEqualTo("hidden");
    assertThat(vault.asked)
        .extracting(Access.Need::action)
        .containsExactly("ssm:GetParameter", "kms:Decrypt");
    assertThat(vault.asked.getLast().conditions())
        .containsEntry("kms:ViaService", List.of("ssm.us-east-1.amazonaws.com"))
        .containsEntry(
            "kms:EncryptionContext:PARAMETER_ARN",
            List.of("arn:aws:ssm:us-east-1:123456789012:parameter/s"));
    GetParameterResponse sealed = vault.run(GetParameterRequest.builder().name("/s").build());
    assertThat(sealed.parameter().value()).isNotEqualTo("hidden").matches("[A-Za-z0-9+/=]{50,}");
    vault.refusal(
        put("/t", "x", r -> r.type(ParameterType.SECURE_STRING).keyId("alias/no")), "InvalidKeyId");
  }

  @Test
  void whatIsNoParameterIsRefusedInAwssWords() {
    assertThat(vault.refusal(put("/aws/x", "x", _ -> {}), "AccessDeniedException"))
        .isEqualTo("No access to reserved parameter name: /aws/x.");
    vault.refusal(put("ssm-x", "x", _ -> {}), "ValidationException");
    vault.refusal(put("a b", "x", _ -> {}), "ValidationException");
    assertThat(vault.refusal(put("a/b", "x", _ -> {}), "ValidationException"))
        .isEqualTo("Parameter name must be a fully qualified name.");
    vault.refusal(put("/a".repeat(16), "x", _ -> {}), "HierarchyLevelLimitExceededException");
    vault.refusal(put("/a", "x", r -> r.type((String) null)), "ValidationException");
    vault.refusal(put("/a", "x", r -> r.dataType("Text")), "ValidationException");
    vault.refusal(put("/a", "x", r -> r.dataType("aws:ec2:image")), "ValidationException");
    vault.run(put("/a", "ami-0123456789abcdef0", r -> r.dataType("aws:ec2:image")));
    vault.refusal(put("/a", "x", _ -> {}), "ParameterAlreadyExists");
    vault.refusal(
        put("/a", "x", r -> r.overwrite(true).type(ParameterType.STRING_LIST)),
        "HierarchyTypeMismatchException");
    vault.refusal(
        put("/a", "x", r -> r.overwrite(true).tags(Tag.builder().key("k").value("v").build())),
        "ValidationException");
  }

  @Test
  void anAllowedPatternHoldsUntilAnotherIsGiven() {
    vault.run(put("/n", "1", r -> r.allowedPattern("^\\d+$")));
    assertThat(
            vault.refusal(
                put("/n", "x", r -> r.overwrite(true)), "ParameterPatternMismatchException"))
        .isEqualTo("Parameter value, cannot be validated against allowedPattern: ^\\d+$");
    vault.run(put("/n", "x", r -> r.overwrite(true).allowedPattern("")));
    vault.refusal(put("/m", "x", r -> r.allowedPattern("(")), "InvalidAllowedPatternException");
  }

  @Test
  void aLargeParameterIsAdvancedAndStaysSo() {
    var large = "x".repeat(4097);
    vault.refusal(put("/l", large, _ -> {}), "ValidationException");
    PutParameterResponse made =
        vault.run(put("/l", large, r -> r.tier(ParameterTier.INTELLIGENT_TIERING)));
    assertThat(made.tier()).isEqualTo(ParameterTier.ADVANCED);
    vault.refusal(
        put("/l", "x", r -> r.overwrite(true).tier(ParameterTier.STANDARD)), "ValidationException");
    assertThat(put("/l", "x").tier()).isEqualTo(ParameterTier.ADVANCED);
    vault.refusal(
        put("/k", "x".repeat(8193), r -> r.tier(ParameterTier.ADVANCED)), "ValidationException");
    assertThat(put("/small", "x").tier()).isEqualTo(ParameterTier.STANDARD);
  }

  @Test
  void anExpiredParameterIsGoneAndMakesRoom() {
    var policy =
        """
        [{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-03-02T12:00:00Z"}},
         {"Type":"ExpirationNotification","Version":"1.0",
          "Attributes":{"Before":"5","Unit":"Days"}}]\
        """;
    vault.refusal(put("/e", "x", r -> r.policies(policy)), "ValidationException");
    vault.run(put("/e", "x", r -> r.policies(policy).tier(ParameterTier.ADVANCED)));
    assertThat(read("/e").value()).isEqualTo("x");
    vault.now = vault.now.plus(Duration.ofDays(1));
    vault.refusal(get("/e"), "ParameterNotFound");
    vault.run(put("/e", "y", _ -> {}));
    assertThat(read("/e").version()).isEqualTo(1);
    vault.part.sweep();
    assertThat(read("/e").value()).isEqualTo("y");
    vault.refusal(
        put("/f", "x", r -> r.policies("[{\"Type\":\"No\",\"Version\":\"1.0\"}]")),
        "InvalidPolicyTypeException");
    vault.refusal(put("/f", "x", r -> r.policies("x")), "InvalidPolicyAttributeException");
    vault.refusal(
        put(
            "/f",
            "x",
            r ->
                r.policies(
                    """
                    [{"Type":"ExpirationNotification","Version":"1.0",
                      "Attributes":{"Before":"5","Unit":"Days"}}]\
                    """)),
        "IncompatiblePolicyException");
  }

  @Test
  void aHundredVersionsAreKeptUnlessTheOldestHasALabel() {
    for (int i = 1; i <= 101; i++) {
      put("/v", "value " + i);
    }
    vault.refusal(get("/v:1"), "ParameterVersionNotFound");
    vault.run(
        LabelParameterVersionRequest.builder()
            .name("/v")
            .parameterVersion(2L)
            .labels("keep")
            .build());
    assertThat(
            vault.refusal(
                put("/v", "no", r -> r.overwrite(true)), "ParameterMaxVersionLimitExceeded"))
        .contains("Version 2, the oldest version, can't be deleted");
    GetParameterHistoryResponse first =
        vault.run(GetParameterHistoryRequest.builder().name("/v").maxResults(50).build());
    GetParameterHistoryResponse second =
        vault.run(
            GetParameterHistoryRequest.builder().name("/v").nextToken(first.nextToken()).build());
    assertThat(first.parameters().getFirst().labels()).containsExactly("keep");
    assertThat(second.parameters()).hasSize(50);
    assertThat(second.parameters().getLast().value()).isEqualTo("value 101");
    assertThat(second.nextToken()).isNull();
    assertThat(second.parameters())
        .extracting(ParameterHistory::lastModifiedUser)
        .contains("arn:aws:iam::123456789012:user/u");
  }

  @Test
  void labelsMoveAndAreTakenAway() {
    put("/a", "one");
    put("/a", "two");
    var label = LabelParameterVersionRequest.builder().name("/a").labels("x", "1no", "aws-no");
    LabelParameterVersionResponse labelled = vault.run(label.parameterVersion(1L).build());
    assertThat(labelled.invalidLabels()).containsExactly("1no", "aws-no");
    LabelParameterVersionResponse moved = vault.run(label.parameterVersion(null).build());
    assertThat(moved.parameterVersion()).isEqualTo(2);
    assertThat(read("/a:x").value()).isEqualTo("two");
    UnlabelParameterVersionResponse taken =
        vault.run(
            UnlabelParameterVersionRequest.builder()
                .name("/a")
                .parameterVersion(2L)
                .labels("x", "y")
                .build());
    assertThat(taken.removedLabels()).containsExactly("x");
    assertThat(taken.invalidLabels()).containsExactly("y");
    vault.refusal(
        LabelParameterVersionRequest.builder()
            .name("/a")
            .labels("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
            .build()
            .copy(r -> r.parameterVersion(9L)),
        "ParameterVersionNotFound");
    vault.run(
        LabelParameterVersionRequest.builder()
            .name("/a")
            .labels("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
            .build());
    vault.refusal(
        LabelParameterVersionRequest.builder().name("/a").labels("k").build(),
        "ParameterVersionLabelLimitExceeded");
  }

  @Test
  void severalAreReadAndDeletedAtOnce() {
    put("/a", "one");
    put("/b", "two");
    GetParametersResponse read =
        vault.run(GetParametersRequest.builder().names("/a", "/b:1", "/c", "/b:7").build());
    assertThat(read.parameters()).extracting(Parameter::value).containsExactly("one", "two");
    assertThat(read.invalidParameters()).containsExactly("/c", "/b:7");
    DeleteParametersResponse deleted =
        vault.run(DeleteParametersRequest.builder().names("/a", "/c").build());
    assertThat(deleted.deletedParameters()).containsExactly("/a");
    assertThat(deleted.invalidParameters()).containsExactly("/c");
    vault.run(DeleteParameterRequest.builder().name("/b").build());
    vault.refusal(DeleteParameterRequest.builder().name("/b").build(), "ParameterNotFound");
  }

  @Test
  void tagsAreConditionsAndChange() {
    vault.run(put("/a", "one", r -> r.tags(Tag.builder().key("team").value("red").build())));
    assertThat(vault.asked)
        .extracting(Access.Need::action)
        .containsExactly("ssm:PutParameter", "ssm:AddTagsToResource");
    var resource = ListTagsForResourceRequest.builder().resourceType("Parameter").resourceId("/a");
    vault.run(
        AddTagsToResourceRequest.builder()
            .resourceType("Parameter")
            .resourceId("/a")
            .tags(Tag.builder().key("b").value("2").build())
            .build());
    assertThat(vault.asked.getLast().conditions())
        .containsEntry("aws:ResourceTag/team", List.of("red"))
        .containsEntry("aws:RequestTag/b", List.of("2"));
    vault.run(
        RemoveTagsFromResourceRequest.builder()
            .resourceType("Parameter")
            .resourceId("/a")
            .tagKeys("team")
            .build());
    ListTagsForResourceResponse tags = vault.run(resource.build());
    assertThat(tags.tagList()).extracting(Tag::key).containsExactly("b");
    vault.refusal(resource.resourceId("/no").build(), "InvalidResourceId");
    vault.refusal(resource.resourceType("Document").build(), "InvalidResourceType");
  }

  @Test
  void aSecretOfSecretsManagerIsReadByItsReference() {
    vault.run(CreateSecretRequest.builder().name("db/x").secretString("open").build());
    vault.asked.clear();
    var read = read("/aws/reference/secretsmanager/db/x");
    assertThat(read.value()).isEqualTo("open");
    assertThat(read.sourceResult()).contains("\"secretString\":\"open\"");
    assertThat(vault.asked)
        .extracting(Access.Need::action)
        .containsExactly("ssm:GetParameter", "secretsmanager:GetSecretValue", "kms:Decrypt");
    vault.refusal(get("/aws/reference/secretsmanager/no"), "ParameterNotFound");
    assertThat(
            vault.refusal(
                GetParameterRequest.builder().name("/aws/reference/secretsmanager/db/x").build(),
                "ValidationException"))
        .isEqualTo("WithDecryption flag must be True for retrieving a Secret Manager secret.");
  }
}
