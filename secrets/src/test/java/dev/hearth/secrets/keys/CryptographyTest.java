package dev.hearth.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import dev.hearth.wire.Access;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

class CryptographyTest {
  @TempDir private Path folder;
  private Vault vault;

  @BeforeEach
  void open() {
    vault = Vault.sqlite(folder);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private String key(String spec, String usage) {
    CreateKeyResponse made =
        vault.run(CreateKeyRequest.builder().keySpec(spec).keyUsage(usage).build());
    return made.keyMetadata().keyId();
  }

  private static SdkBytes bytes(String text) {
    return SdkBytes.fromUtf8String(text);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048,RSASSA_PKCS1_V1_5_SHA_256,SHA256withRSA",
    "RSA_2048,RSASSA_PKCS1_V1_5_SHA_512,SHA512withRSA",
    "ECC_NIST_P256,ECDSA_SHA_256,SHA256withECDSA",
    "ECC_NIST_P384,ECDSA_SHA_384,SHA384withECDSA",
    "ECC_NIST_P521,ECDSA_SHA_512,SHA512withECDSA"
  })
  void othersVerifyWhatKmsSignsWhetherItWasGivenTheMessageOrItsDigest(
      String spec, String algorithm, String jdk) throws Exception {
    var key = key(spec, "SIGN_VERIFY");
    GetPublicKeyResponse published = vault.run(GetPublicKeyRequest.builder().keyId(key).build());
    var publicKey =
        KeyFactory.getInstance(spec.startsWith("RSA") ? "RSA" : "EC")
            .generatePublic(new X509EncodedKeySpec(published.publicKey().asByteArray()));
    var hash = MessageDigest.getInstance("SHA-" + algorithm.substring(algorithm.length() - 3));
    var digest = SdkBytes.fromByteArray(hash.digest("m".getBytes(StandardCharsets.UTF_8)));
    for (var type : List.of("RAW", "DIGEST")) {
      var message = type.equals("RAW") ? bytes("m") : digest;
      SignResponse signed =
          vault.run(
              SignRequest.builder()
                  .keyId(key)
                  .message(message)
                  .messageType(type)
                  .signingAlgorithm(algorithm)
                  .build());
      var verifier = Signature.getInstance(jdk);
      verifier.initVerify(publicKey);
      verifier.update("m".getBytes(StandardCharsets.UTF_8));
      assertThat(verifier.verify(signed.signature().asByteArray())).isTrue();
      VerifyResponse verified =
          vault.run(
              VerifyRequest.builder()
                  .keyId(key)
                  .message(message)
                  .messageType(type)
                  .signingAlgorithm(algorithm)
                  .signature(signed.signature())
                  .build());
      assertThat(verified.signatureValid()).isTrue();
      vault.refusal(
          VerifyRequest.builder()
              .keyId(key)
              .message(bytes("other"))
              .signingAlgorithm(algorithm)
              .signature(signed.signature())
              .build(),
          "KMSInvalidSignatureException");
    }
    vault.refusal(
        SignRequest.builder()
            .keyId(key)
            .message(bytes("short"))
            .messageType("DIGEST")
            .signingAlgorithm(algorithm)
            .build(),
        "ValidationException");
    vault.refusal(
        EncryptRequest.builder().keyId(key).plaintext(bytes("m")).build(),
        "InvalidKeyUsageException");
  }

  @Test
  void pssSignsMessagesAndRefusesDigests() {
    var key = key("RSA_2048", "SIGN_VERIFY");
    var request =
        SignRequest.builder()
            .keyId(key)
            .message(bytes("m"))
            .signingAlgorithm("RSASSA_PSS_SHA_256")
            .build();
    SignResponse signed = vault.run(request);
    VerifyResponse verified =
        vault.run(
            VerifyRequest.builder()
                .keyId(key)
                .message(bytes("m"))
                .signingAlgorithm("RSASSA_PSS_SHA_256")
                .signature(signed.signature())
                .build());
    assertThat(verified.signatureValid()).isTrue();
    vault.refusal(
        request.toBuilder()
            .messageType("DIGEST")
            .message(SdkBytes.fromByteArray(new byte[32]))
            .build(),
        "UnsupportedOperationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void anRsaKeyDecryptsWhatItEncrypted(String algorithm) {
    var key = key("RSA_2048", "ENCRYPT_DECRYPT");
    EncryptResponse sealed =
        vault.run(
            EncryptRequest.builder()
                .keyId(key)
                .plaintext(bytes("text"))
                .encryptionAlgorithm(algorithm)
                .build());
    DecryptResponse opened =
        vault.run(
            DecryptRequest.builder()
                .keyId(key)
                .ciphertextBlob(sealed.ciphertextBlob())
                .encryptionAlgorithm(algorithm)
                .build());
    assertThat(opened.plaintext().asUtf8String()).isEqualTo("text");
    vault.refusal(
        EncryptRequest.builder()
            .keyId(key)
            .plaintext(bytes("x".repeat(300)))
            .encryptionAlgorithm(algorithm)
            .build(),
        "ValidationException");
  }

  @ParameterizedTest
  @ValueSource(ints = {224, 256, 384, 512})
  void aMacIsVerifiedByItsKeyOnly(int bits) {
    var key = key("HMAC_" + bits, "GENERATE_VERIFY_MAC");
    var algorithm = "HMAC_SHA_" + bits;
    GenerateMacResponse made =
        vault.run(
            GenerateMacRequest.builder()
                .keyId(key)
                .message(bytes("m"))
                .macAlgorithm(algorithm)
                .build());
    assertThat(made.mac().asByteArray()).hasSize(bits / 8);
    var verify =
        VerifyMacRequest.builder().message(bytes("m")).macAlgorithm(algorithm).mac(made.mac());
    VerifyMacResponse verified = vault.run(verify.keyId(key).build());
    assertThat(verified.macValid()).isTrue();
    vault.refusal(
        verify.keyId(key("HMAC_" + bits, "GENERATE_VERIFY_MAC")).build(), "KMSInvalidMacException");
  }

  @Test
  void dataKeysAndPairsAreDecryptedByTheirKey() throws Exception {
    var key = key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    GenerateDataKeyResponse data =
        vault.run(GenerateDataKeyRequest.builder().keyId(key).keySpec("AES_128").build());
    assertThat(data.plaintext().asByteArray()).hasSize(16);
    DecryptResponse opened =
        vault.run(DecryptRequest.builder().ciphertextBlob(data.ciphertextBlob()).build());
    assertThat(opened.plaintext()).isEqualTo(data.plaintext());
    GenerateDataKeyWithoutPlaintextResponse hidden =
        vault.run(
            GenerateDataKeyWithoutPlaintextRequest.builder().keyId(key).numberOfBytes(7).build());
    DecryptResponse seven =
        vault.run(DecryptRequest.builder().ciphertextBlob(hidden.ciphertextBlob()).build());
    assertThat(seven.plaintext().asByteArray()).hasSize(7);
    GenerateDataKeyPairResponse pair =
        vault.run(
            GenerateDataKeyPairRequest.builder().keyId(key).keyPairSpec("ECC_NIST_P256").build());
    assertThat(
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(pair.privateKeyPlaintext().asByteArray()))
                .getAlgorithm())
        .isEqualTo("EC");
    GenerateDataKeyPairWithoutPlaintextResponse half =
        vault.run(
            GenerateDataKeyPairWithoutPlaintextRequest.builder()
                .keyId(key)
                .keyPairSpec("ECC_NIST_P256")
                .build());
    assertThat(half.publicKey().asByteArray()).isNotEmpty();
    vault.refusal(GenerateDataKeyRequest.builder().keyId(key).build(), "ValidationException");
    GenerateRandomResponse random =
        vault.run(GenerateRandomRequest.builder().numberOfBytes(1024).build());
    assertThat(random.plaintext().asByteArray()).hasSize(1024);
  }

  @Test
  void reEncryptingGoesFromOneKeyToAnother() {
    var first = key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    var second = key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    EncryptResponse sealed =
        vault.run(EncryptRequest.builder().keyId(first).plaintext(bytes("text")).build());
    ReEncryptResponse moved =
        vault.run(
            ReEncryptRequest.builder()
                .ciphertextBlob(sealed.ciphertextBlob())
                .destinationKeyId(second)
                .destinationEncryptionContext(Map.of("a", "1"))
                .build());
    assertThat(moved.keyId()).endsWith(second);
    assertThat(moved.sourceKeyId()).endsWith(first);
    assertThat(vault.asked.subList(vault.asked.size() - 2, vault.asked.size()))
        .extracting(Access.Need::action)
        .containsExactly("kms:ReEncryptFrom", "kms:ReEncryptTo");
    DecryptResponse opened =
        vault.run(
            DecryptRequest.builder()
                .ciphertextBlob(moved.ciphertextBlob())
                .encryptionContext(Map.of("a", "1"))
                .build());
    assertThat(opened.plaintext().asUtf8String()).isEqualTo("text");
  }

  @Test
  void whatHearthCannotDoIsRefusedInWords() {
    vault.refusal(
        CreateKeyRequest.builder().origin("EXTERNAL").build(), "UnsupportedOperationException");
    vault.refusal(
        CreateKeyRequest.builder().multiRegion(true).build(), "UnsupportedOperationException");
    vault.refusal(
        CreateKeyRequest.builder().keySpec("SM2").keyUsage("SIGN_VERIFY").build(),
        "UnsupportedOperationException");
    vault.refusal(CreateKeyRequest.builder().keySpec("RSA_2048").build(), "ValidationException");
    vault.refusal(
        EncryptRequest.builder()
            .keyId(key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"))
            .plaintext(bytes("x"))
            .dryRun(true)
            .build(),
        "DryRunOperationException");
  }
}
