package dev.hearth.secrets.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyResponse;

/// Secrets, on both engines.
abstract class SecretsContract {
  private static final String TOKEN = "11111111-1111-1111-1111-11111111111";

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

  private static CreateSecretRequest.Builder create(String name) {
    return CreateSecretRequest.builder()
        .name(name)
        .secretString("one")
        .clientRequestToken(TOKEN + "1");
  }

  private String made(String name) {
    CreateSecretResponse response = vault.run(create(name).build());
    return response.arn();
  }

  private GetSecretValueResponse get(String id) {
    return vault.run(GetSecretValueRequest.builder().secretId(id).build());
  }

  private GetSecretValueResponse get(String id, String stage) {
    return vault.run(GetSecretValueRequest.builder().secretId(id).versionStage(stage).build());
  }

  private PutSecretValueRequest put(String value, int token, String... stages) {
    return PutSecretValueRequest.builder()
        .secretId("s")
        .secretString(value)
        .clientRequestToken(TOKEN + token)
        .versionStages(stages)
        .build();
  }

  @Test
  void aSecretIsReadByItsNameAndItsWholeOrPartialArn() {
    var arn = made("app/db");
    assertThat(arn)
        .matches("arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-[A-Za-z0-9]{6}");
    for (var id : List.of("app/db", arn, arn.substring(0, arn.length() - 7))) {
      assertThat(get(id).secretString()).isEqualTo("one");
      assertThat(get(id).versionStages()).containsExactly("AWSCURRENT");
      assertThat(get(id).arn()).isEqualTo(arn);
    }
    vault.refusal(
        GetSecretValueRequest.builder().secretId("app").build(), "ResourceNotFoundException");
    assertThat(vault.asked.getLast().resource())
        .isEqualTo("arn:aws:secretsmanager:us-east-1:123456789012:secret:app-000000");
  }

  @Test
  void readingAsksForTheKeyInTheCallersNameThroughTheService() {
    made("s");
    vault.asked.clear();
    get("s");
    assertThat(vault.asked)
        .extracting(Access.Need::action)
        .containsExactly("secretsmanager:GetSecretValue", "kms:Decrypt");
    assertThat(vault.asked.getLast().conditions())
        .containsEntry("kms:ViaService", List.of("secretsmanager.us-east-1.amazonaws.com"))
        .containsKey("kms:EncryptionContext:SecretARN");
  }

  @Test
  void aRepeatedRequestChangesNothingAndAnotherIsRefused() {
    var arn = made("s");
    assertThat(made("s")).isEqualTo(arn);
    vault.refusal(create("s").secretString("two").build(), "ResourceExistsException");
    vault.refusal(create("s").clientRequestToken(TOKEN + "2").build(), "ResourceExistsException");
    vault.run(put("two", 2));
    vault.run(put("two", 2));
    vault.refusal(put("three", 2), "ResourceExistsException");
    assertThat(get("s").secretString()).isEqualTo("two");
  }

  @Test
  void theLabelsMoveFromValueToValue() {
    made("s");
    vault.run(put("two", 2));
    assertThat(get("s", "AWSPREVIOUS").secretString()).isEqualTo("one");
    vault.run(put("three", 3, "AWSPENDING"));
    assertThat(get("s").secretString()).isEqualTo("two");
    assertThat(get("s", "AWSPENDING").secretString()).isEqualTo("three");
    var move =
        UpdateSecretVersionStageRequest.builder()
            .secretId("s")
            .versionStage("AWSCURRENT")
            .moveToVersionId(TOKEN + "3");
    vault.refusal(move.build(), "InvalidParameterException");
    vault.run(move.removeFromVersionId(TOKEN + "2").build());
    assertThat(get("s").secretString()).isEqualTo("three");
    assertThat(get("s", "AWSPREVIOUS").secretString()).isEqualTo("two");
    DescribeSecretResponse described =
        vault.run(DescribeSecretRequest.builder().secretId("s").build());
    assertThat(described.versionIdsToStages().get(TOKEN + "3"))
        .containsExactlyInAnyOrder("AWSCURRENT", "AWSPENDING");
    assertThat(
            vault.refusal(
                GetSecretValueRequest.builder().secretId("s").versionStage("no").build(),
                "ResourceNotFoundException"))
        .isEqualTo("Secrets Manager can't find the specified secret value for staging label: no");
    ListSecretVersionIdsResponse versions =
        vault.run(
            ListSecretVersionIdsRequest.builder()
                .secretId("s")
                .maxResults(1)
                .includeDeprecated(true)
                .build());
    ListSecretVersionIdsResponse rest =
        vault.run(
            ListSecretVersionIdsRequest.builder()
                .secretId("s")
                .includeDeprecated(true)
                .nextToken(versions.nextToken())
                .build());
    assertThat(rest.versions()).hasSize(2);
  }

  @Test
  void aDeletionIsCalledOffOrComes() {
    made("s");
    var delete = DeleteSecretRequest.builder().secretId("s").recoveryWindowInDays(7L).build();
    vault.run(delete);
    vault.refusal(GetSecretValueRequest.builder().secretId("s").build(), "InvalidRequestException");
    vault.refusal(create("s").build(), "InvalidRequestException");
    vault.run(RestoreSecretRequest.builder().secretId("s").build());
    assertThat(get("s").secretString()).isEqualTo("one");
    vault.run(delete);
    vault.now = vault.now.plus(Duration.ofDays(8));
    vault.part.sweep();
    vault.refusal(
        DescribeSecretRequest.builder().secretId("s").build(), "ResourceNotFoundException");
    made("s");
    vault.run(DeleteSecretRequest.builder().secretId("s").forceDeleteWithoutRecovery(true).build());
    vault.run(DeleteSecretRequest.builder().secretId("s").forceDeleteWithoutRecovery(true).build());
    vault.refusal(DeleteSecretRequest.builder().secretId("s").build(), "ResourceNotFoundException");
    vault.refusal(
        DeleteSecretRequest.builder().secretId("s").recoveryWindowInDays(6L).build(),
        "InvalidParameterException");
  }

  @Test
  void listsAreFilteredAndGoOnWhereTheyEnded() {
    for (var name : List.of("a/1", "b/1", "a/2")) {
      vault.run(
          create(name)
              .description("Database of " + name)
              .tags(Tag.builder().key("team").value("red").build())
              .build());
    }
    var filter = Filter.builder().key("name").values("a/").build();
    ListSecretsResponse first =
        vault.run(ListSecretsRequest.builder().filters(filter).maxResults(1).build());
    ListSecretsResponse second =
        vault.run(
            ListSecretsRequest.builder()
                .filters(filter)
                .maxResults(1)
                .nextToken(first.nextToken())
                .build());
    assertThat(first.secretList()).extracting(SecretListEntry::name).containsExactly("a/1");
    assertThat(second.secretList()).extracting(SecretListEntry::name).containsExactly("a/2");
    assertThat(second.nextToken()).isNull();
    ListSecretsResponse others =
        vault.run(
            ListSecretsRequest.builder()
                .filters(
                    Filter.builder().key("name").values("!a/").build(),
                    Filter.builder().key("tag-value").values("red").build(),
                    Filter.builder().key("description").values("database").build())
                .build());
    assertThat(others.secretList()).extracting(SecretListEntry::name).containsExactly("b/1");
    vault.refusal(ListSecretsRequest.builder().nextToken("!").build(), "InvalidNextTokenException");
    BatchGetSecretValueResponse batch =
        vault.run(BatchGetSecretValueRequest.builder().secretIdList("a/1", "no").build());
    assertThat(batch.secretValues())
        .extracting(SecretValueEntry::secretString)
        .containsExactly("one");
    assertThat(batch.errors())
        .extracting(APIErrorType::errorCode)
        .containsExactly("ResourceNotFoundException");
  }

  @Test
  void aPolicyIsTheSecretsUntilItIsTakenAway() {
    var arn = made("s");
    var policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",\
        "Action":"secretsmanager:GetSecretValue","Resource":"*"}]}\
        """;
    vault.refusal(
        PutResourcePolicyRequest.builder().secretId("s").resourcePolicy("{}").build(),
        "MalformedPolicyDocumentException");
    vault.run(PutResourcePolicyRequest.builder().secretId("s").resourcePolicy(policy).build());
    assertThat(vault.policies().find(arn)).hasValue(policy);
    GetResourcePolicyResponse read =
        vault.run(GetResourcePolicyRequest.builder().secretId("s").build());
    assertThat(read.resourcePolicy()).isEqualTo(policy);
    vault.run(DeleteResourcePolicyRequest.builder().secretId("s").build());
    assertThat(vault.policies().find(arn)).isEmpty();
    ValidateResourcePolicyResponse valid =
        vault.run(ValidateResourcePolicyRequest.builder().resourcePolicy(policy).build());
    assertThat(valid.policyValidationPassed()).isTrue();
  }

  @Test
  void aSecretIsChangedAndTagged() {
    made("s");
    vault.run(
        UpdateSecretRequest.builder()
            .secretId("s")
            .description("d")
            .secretBinary(SdkBytes.fromUtf8String("b"))
            .clientRequestToken(TOKEN + "2")
            .build());
    assertThat(get("s").secretBinary().asUtf8String()).isEqualTo("b");
    assertThat(get("s").secretString()).isNull();
    vault.run(
        TagResourceRequest.builder()
            .secretId("s")
            .tags(Tag.builder().key("a").value("1").build(), Tag.builder().key("b").build())
            .build());
    vault.run(UntagResourceRequest.builder().secretId("s").tagKeys("a").build());
    DescribeSecretResponse described =
        vault.run(DescribeSecretRequest.builder().secretId("s").build());
    assertThat(described.description()).isEqualTo("d");
    assertThat(described.tags()).extracting(Tag::key).containsExactly("b");
    assertThat(described.lastAccessedDate()).isEqualTo(vault.now.truncatedTo(ChronoUnit.DAYS));
    vault.refusal(put("x".repeat(65_537), 3), "InvalidParameterException");
    vault.refusal(create("bad name").build(), "ValidationException");
    vault.refusal(create("t").kmsKeyId("alias/no").build(), "EncryptionFailure");
  }

  @Test
  void aPasswordHasEachKindOfCharacterThatIsWanted() {
    GetRandomPasswordResponse made =
        vault.run(
            GetRandomPasswordRequest.builder()
                .passwordLength(3L)
                .excludePunctuation(true)
                .excludeCharacters("abc")
                .build());
    assertThat(made.randomPassword())
        .hasSize(3)
        .containsPattern("[d-z]")
        .containsPattern("[A-Z]")
        .containsPattern("[0-9]");
    vault.refusal(
        GetRandomPasswordRequest.builder().passwordLength(2L).build(), "InvalidParameterException");
  }
}
