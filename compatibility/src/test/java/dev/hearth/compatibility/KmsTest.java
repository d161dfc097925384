package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/// KMS, as AWS's own client uses it.
@ExtendWith(Cloud.Extension.class)
class KmsTest {
  private final Cloud cloud;
  private final String name = "kms-" + UUID.randomUUID();

  KmsTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(
      B builder, String accessKeyId, String secret) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private KmsClient kms() {
    return client(KmsClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey()).build();
  }

  @Test
  void dataIsEncryptedByAnAliasAndDecryptedInItsContextOnly() {
    try (var kms = kms()) {
      var key = kms.createKey(r -> r.description(name)).keyMetadata();
      kms.createAlias(r -> r.aliasName("alias/" + name).targetKeyId(key.keyId()));
      var data =
          kms.generateDataKey(
              r ->
                  r.keyId("alias/" + name)
                      .keySpec(DataKeySpec.AES_256)
                      .encryptionContext(Map.of("app", "shop")));
      assertThat(data.keyId()).isEqualTo(key.arn());
      assertThat(
              kms.decrypt(
                      r ->
                          r.ciphertextBlob(data.ciphertextBlob())
                              .encryptionContext(Map.of("app", "shop")))
                  .plaintext())
          .isEqualTo(data.plaintext());
      assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(data.ciphertextBlob())))
          .isInstanceOf(InvalidCiphertextException.class);
      assertThatThrownBy(() -> kms.describeKey(r -> r.keyId("alias/no-" + name)))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("Alias arn:aws:kms:us-east-1:");
      assertThatThrownBy(
              () ->
                  kms.importKeyMaterial(
                      r ->
                          r.keyId(key.keyId())
                              .importToken(SdkBytes.fromUtf8String("t"))
                              .encryptedKeyMaterial(SdkBytes.fromUtf8String("m"))))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(kms.listKeysPaginator(r -> r.limit(1)).keys())
          .anyMatch(each -> each.keyId().equals(key.keyId()));
    }
  }

  @Test
  void whoMayUseAKeyIsDecidedByItsPolicyItsGrantsAndThroughWhichServiceItIs() {
    try (var iam =
            client(IamClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey()).build();
        var kms = kms()) {
      var user = iam.createUser(r -> r.userName(name)).user();
      var access = iam.createAccessKey(r -> r.userName(name)).accessKey();
      var key = kms.createKey(r -> r.description(name)).keyMetadata();
      var sealed =
          kms.encrypt(r -> r.keyId(key.keyId()).plaintext(SdkBytes.fromUtf8String("x")))
              .ciphertextBlob();
      try (var theirs =
          client(KmsClient.builder(), access.accessKeyId(), access.secretAccessKey()).build()) {
        assertThatThrownBy(() -> theirs.decrypt(r -> r.ciphertextBlob(sealed)))
            .isInstanceOf(KmsException.class)
            .hasMessageContaining("is not authorized to perform: kms:Decrypt on resource: ")
            .hasMessageContaining(key.arn());
        var grant =
            kms.createGrant(
                r ->
                    r.keyId(key.keyId())
                        .granteePrincipal(user.arn())
                        .operations(GrantOperation.DECRYPT));
        assertThat(theirs.decrypt(r -> r.ciphertextBlob(sealed)).plaintext().asUtf8String())
            .isEqualTo("x");
        kms.revokeGrant(r -> r.keyId(key.keyId()).grantId(grant.grantId()));
        assertThatThrownBy(() -> theirs.decrypt(r -> r.ciphertextBlob(sealed)))
            .isInstanceOf(KmsException.class);
      }
      // A service's own key is used through that service only, by its policy.
      assertThatThrownBy(
              () ->
                  kms.encrypt(
                      r -> r.keyId("alias/aws/ssm").plaintext(SdkBytes.fromUtf8String("x"))))
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("because no resource-based policy allows the kms:Encrypt action");
      // A policy that does not name the account shuts out its administrator.
      kms.putKeyPolicy(
          r ->
              r.keyId(key.keyId())
                  .bypassPolicyLockoutSafetyCheck(true)
                  .policy(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt",
                       "Principal":{"AWS":"%s"},"Resource":"*"}]}\
                      """
                          .formatted(user.arn())));
      assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(sealed)))
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("is not authorized to perform: kms:Decrypt");
    }
  }
}
