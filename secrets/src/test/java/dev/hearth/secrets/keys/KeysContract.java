package dev.hearth.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.secrets.Vault;
import dev.hearth.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsRequest;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;

/// Keys, aliases and grants, on both engines.
abstract class KeysContract {
  private static final String USER = "arn:aws:iam::123456789012:user/u";

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

  private String key() {
    CreateKeyResponse made = vault.run(CreateKeyRequest.builder().description("d").build());
    return made.keyMetadata().keyId();
  }

  private KeyMetadata describe(String key) {
    DescribeKeyResponse response = vault.run(DescribeKeyRequest.builder().keyId(key).build());
    return response.keyMetadata();
  }

  private SdkBytes encrypt(String key, String plain, Map<String, String> context) {
    EncryptResponse response =
        vault.run(
            EncryptRequest.builder()
                .keyId(key)
                .plaintext(SdkBytes.fromUtf8String(plain))
                .encryptionContext(context)
                .build());
    return response.ciphertextBlob();
  }

  private String decrypt(SdkBytes ciphertext, Map<String, String> context) {
    DecryptResponse response =
        vault.run(
            DecryptRequest.builder().ciphertextBlob(ciphertext).encryptionContext(context).build());
    return response.plaintext().asUtf8String();
  }

  @Test
  void aNewKeyIsDescribedAsKmsDoes() {
    var key = describe(key());
    assertThat(key.arn()).isEqualTo("arn:aws:kms:us-east-1:123456789012:key/" + key.keyId());
    assertThat(key.description()).isEqualTo("d");
    assertThat(key.enabled()).isTrue();
    assertThat(key.keyStateAsString()).isEqualTo("Enabled");
    assertThat(key.keySpecAsString()).isEqualTo("SYMMETRIC_DEFAULT");
    assertThat(key.encryptionAlgorithmsAsStrings()).containsExactly("SYMMETRIC_DEFAULT");
    assertThat(key.creationDate()).isEqualTo(vault.now);
    assertThat(key.keyManagerAsString()).isEqualTo("CUSTOMER");
  }

  @Test
  void whatIsEncryptedIsDecryptedInItsContextOnly() {
    var sealed = encrypt(key(), "text", Map.of("b", "2", "a", "1"));
    assertThat(decrypt(sealed, Map.of("a", "1", "b", "2"))).isEqualTo("text");
    vault.refusal(
        DecryptRequest.builder().ciphertextBlob(sealed).build(), "InvalidCiphertextException");
    var changed = sealed.asByteArray();
    changed[changed.length - 1] ^= 1;
    vault.refusal(
        DecryptRequest.builder()
            .ciphertextBlob(SdkBytes.fromByteArray(changed))
            .encryptionContext(Map.of("a", "1", "b", "2"))
            .build(),
        "InvalidCiphertextException");
    vault.refusal(
        DecryptRequest.builder().ciphertextBlob(SdkBytes.fromUtf8String("no")).build(),
        "InvalidCiphertextException");
    vault.refusal(
        DecryptRequest.builder().keyId(key()).ciphertextBlob(sealed).build(),
        "IncorrectKeyException");
  }

  @Test
  void theContextIsToldToPolicies() {
    encrypt(key(), "text", Map.of("a", "1"));
    assertThat(vault.asked.getLast().action()).isEqualTo("kms:Encrypt");
    assertThat(vault.asked.getLast().conditions())
        .containsEntry("kms:EncryptionContext:a", List.of("1"))
        .containsEntry("kms:EncryptionContextKeys", List.of("a"))
        .containsEntry("kms:CallerAccount", List.of("123456789012"));
  }

  @Test
  void aRotatedKeyDecryptsWhatItEncryptedBefore() {
    var key = key();
    var old = encrypt(key, "old", Map.of());
    vault.run(RotateKeyOnDemandRequest.builder().keyId(key).build());
    vault.run(EnableKeyRotationRequest.builder().keyId(key).rotationPeriodInDays(90).build());
    vault.now = vault.now.plus(Duration.ofDays(91));
    vault.part.sweep();
    assertThat(decrypt(old, Map.of())).isEqualTo("old");
    assertThat(decrypt(encrypt(key, "new", Map.of()), Map.of())).isEqualTo("new");
    ListKeyRotationsResponse first =
        vault.run(ListKeyRotationsRequest.builder().keyId(key).limit(1).build());
    ListKeyRotationsResponse second =
        vault.run(
            ListKeyRotationsRequest.builder()
                .keyId(key)
                .limit(1)
                .marker(first.nextMarker())
                .build());
    assertThat(first.rotations().getFirst().rotationTypeAsString()).isEqualTo("ON_DEMAND");
    assertThat(second.rotations().getFirst().rotationTypeAsString()).isEqualTo("AUTOMATIC");
    assertThat(second.truncated()).isFalse();
    GetKeyRotationStatusResponse status =
        vault.run(GetKeyRotationStatusRequest.builder().keyId(key).build());
    assertThat(status.nextRotationDate()).isEqualTo(vault.now.plus(Duration.ofDays(90)));
    vault.run(DisableKeyRotationRequest.builder().keyId(key).build());
    GetKeyRotationStatusResponse off =
        vault.run(GetKeyRotationStatusRequest.builder().keyId(key).build());
    assertThat(off.keyRotationEnabled()).isFalse();
  }

  @Test
  void aDisabledKeyIsNotUsed() {
    var key = key();
    var sealed = encrypt(key, "x", Map.of());
    vault.run(DisableKeyRequest.builder().keyId(key).build());
    assertThat(
            vault.refusal(
                DecryptRequest.builder().ciphertextBlob(sealed).build(), "DisabledException"))
        .isEqualTo("arn:aws:kms:us-east-1:123456789012:key/" + key + " is disabled.");
    vault.run(EnableKeyRequest.builder().keyId(key).build());
    assertThat(decrypt(sealed, Map.of())).isEqualTo("x");
  }

  @Test
  void aDeletionIsCalledOffOrComes() {
    var key = key();
    vault.run(CreateAliasRequest.builder().aliasName("alias/a").targetKeyId(key).build());
    vault.refusal(
        ScheduleKeyDeletionRequest.builder().keyId(key).pendingWindowInDays(6).build(),
        "ValidationException");
    vault.refusal(
        ScheduleKeyDeletionRequest.builder().keyId("alias/a").build(), "NotFoundException");
    vault.run(ScheduleKeyDeletionRequest.builder().keyId(key).pendingWindowInDays(7).build());
    assertThat(describe(key).keyStateAsString()).isEqualTo("PendingDeletion");
    vault.refusal(EnableKeyRequest.builder().keyId(key).build(), "KMSInvalidStateException");
    vault.run(CancelKeyDeletionRequest.builder().keyId(key).build());
    assertThat(describe(key).keyStateAsString()).isEqualTo("Disabled");
    vault.run(ScheduleKeyDeletionRequest.builder().keyId(key).pendingWindowInDays(7).build());
    vault.now = vault.now.plus(Duration.ofDays(8));
    vault.part.sweep();
    vault.refusal(DescribeKeyRequest.builder().keyId(key).build(), "NotFoundException");
    ListAliasesResponse aliases = vault.run(ListAliasesRequest.builder().build());
    assertThat(aliases.aliases()).isEmpty();
  }

  @Test
  void listsGoOnWhereTheyEnded() {
    var keys = new TreeSet<>(List.of(key(), key(), key()));
    var seen = new ArrayList<String>();
    String marker = null;
    do {
      ListKeysResponse page = vault.run(ListKeysRequest.builder().limit(1).marker(marker).build());
      page.keys().forEach(key -> seen.add(key.keyId()));
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(seen).containsExactlyElementsOf(keys);
    vault.refusal(ListKeysRequest.builder().marker("!").build(), "InvalidMarkerException");
  }

  @Test
  void anAliasNamesOneKeyAndThenAnother() {
    var first = key();
    var second = key();
    vault.run(CreateAliasRequest.builder().aliasName("alias/a").targetKeyId(first).build());
    assertThat(
            vault.refusal(
                CreateAliasRequest.builder().aliasName("alias/a").targetKeyId(second).build(),
                "AlreadyExistsException"))
        .contains("arn:aws:kms:us-east-1:123456789012:alias/a already exists");
    assertThat(describe("alias/a").keyId()).isEqualTo(first);
    vault.run(UpdateAliasRequest.builder().aliasName("alias/a").targetKeyId(second).build());
    assertThat(describe("arn:aws:kms:us-east-1:123456789012:alias/a").keyId()).isEqualTo(second);
    vault.run(DeleteAliasRequest.builder().aliasName("alias/a").build());
    vault.refusal(DescribeKeyRequest.builder().keyId("alias/a").build(), "NotFoundException");
    vault.refusal(
        CreateAliasRequest.builder().aliasName("alias/aws/x").targetKeyId(first).build(),
        "NotAuthorizedException");
    vault.refusal(
        CreateAliasRequest.builder().aliasName("a").targetKeyId(first).build(),
        "InvalidAliasNameException");
  }

  @Test
  void aServicesKeyIsMadeOnceAndNobodyChangesIt() {
    var key = describe("alias/aws/ssm");
    assertThat(key.keyManagerAsString()).isEqualTo("AWS");
    assertThat(describe("alias/aws/ssm").keyId()).isEqualTo(key.keyId());
    vault.refusal(
        ScheduleKeyDeletionRequest.builder().keyId(key.keyId()).build(), "AccessDeniedException");
    vault.refusal(DescribeKeyRequest.builder().keyId("alias/aws/no").build(), "NotFoundException");
  }

  @Test
  void aGrantIsAStatementOfTheKeysPolicyUntilItIsTakenBack() {
    var key = describe(key());
    var request =
        CreateGrantRequest.builder()
            .keyId(key.keyId())
            .name("n")
            .granteePrincipal(USER)
            .retiringPrincipal(USER)
            .operationsWithStrings("Decrypt", "RetireGrant")
            .constraints(
                GrantConstraints.builder().encryptionContextEquals(Map.of("a", "1")).build())
            .build();
    CreateGrantResponse grant = vault.run(request);
    CreateGrantResponse same = vault.run(request);
    assertThat(same.grantId()).isEqualTo(grant.grantId());
    assertThat(vault.policies().find(key.arn()).orElseThrow())
        .contains("kms:Decrypt", "kms:EncryptionContext:a", "ForAllValues:StringEquals");
    ListGrantsResponse grants = vault.run(ListGrantsRequest.builder().keyId(key.keyId()).build());
    assertThat(grants.grants().getFirst().granteePrincipal()).isEqualTo(USER);
    ListRetirableGrantsResponse retirable =
        vault.run(ListRetirableGrantsRequest.builder().retiringPrincipal(USER).build());
    assertThat(retirable.grants()).hasSize(1);
    vault.asked.clear();
    vault.run(RetireGrantRequest.builder().grantToken(grant.grantToken()).build());
    assertThat(vault.asked).isEmpty(); // who may retire it needs no permission
    assertThat(vault.policies().find(key.arn()).orElseThrow()).doesNotContain("kms:Decrypt");
    vault.refusal(
        RevokeGrantRequest.builder().keyId(key.keyId()).grantId(grant.grantId()).build(),
        "NotFoundException");
  }

  @Test
  void policiesAndTagsAreChanged() {
    var key = key();
    GetKeyPolicyResponse first = vault.run(GetKeyPolicyRequest.builder().keyId(key).build());
    assertThat(first.policy()).contains("arn:aws:iam::123456789012:root");
    vault.refusal(
        PutKeyPolicyRequest.builder().keyId(key).policy("{}").build(),
        "MalformedPolicyDocumentException");
    var policy = KmsKey.defaultPolicy(new AccountId("210987654321"));
    vault.run(PutKeyPolicyRequest.builder().keyId(key).policy(policy).build());
    assertThat(vault.policies().find(describe(key).arn())).hasValue(policy);
    for (var name : List.of("a", "b")) {
      vault.run(
          TagResourceRequest.builder()
              .keyId(key)
              .tags(Tag.builder().tagKey(name).tagValue("1").build())
              .build());
    }
    vault.run(UntagResourceRequest.builder().keyId(key).tagKeys("a").build());
    ListResourceTagsResponse tags =
        vault.run(ListResourceTagsRequest.builder().keyId(key).limit(1).build());
    assertThat(tags.tags()).extracting(Tag::tagKey).containsExactly("b");
    vault.refusal(
        TagResourceRequest.builder()
            .keyId(key)
            .tags(Tag.builder().tagKey("aws:a").tagValue("1").build())
            .build(),
        "TagException");
  }

  @Test
  void aKeyOfAnotherRegionOrAccountIsNotFound() {
    var key = key();
    vault.region = new Region("eu-west-1");
    vault.refusal(DescribeKeyRequest.builder().keyId(key).build(), "NotFoundException");
    vault.refusal(
        DescribeKeyRequest.builder().keyId("arn:aws:kms:us-east-1:123456789012:key/" + key).build(),
        "NotFoundException");
  }
}
