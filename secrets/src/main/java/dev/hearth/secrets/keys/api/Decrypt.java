package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.Payload;
import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;

/// Decrypts; a symmetric ciphertext itself names its key.
final class Decrypt implements Operation<DecryptRequest, DecryptResponse> {
  private final Kms kms;

  Decrypt(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(DecryptRequest input, Call call) {
    var conditions = EncryptionContext.conditions(input.encryptionContext());
    return input.keyId() != null
        ? KeyAccess.to(kms, call, input.keyId(), conditions)
        : KeyAccess.to(kms, call, "kms:Decrypt", key(input, call), conditions);
  }

  private KmsKey key(DecryptRequest input, Call call) {
    if (input.keyId() != null) {
      return kms.ring().key(input.keyId(), call);
    }
    if (!algorithm(input).equals("SYMMETRIC_DEFAULT")) {
      throw KmsErrors.validation("KeyId is required to decrypt by an asymmetric key.");
    }
    return kms.ring().keyOf(ciphertext(input));
  }

  private static String algorithm(DecryptRequest input) {
    return Objects.requireNonNullElse(input.encryptionAlgorithmAsString(), "SYMMETRIC_DEFAULT");
  }

  private static Payload ciphertext(DecryptRequest input) {
    if (input.ciphertextBlob() == null) {
      throw KmsErrors.validation("CiphertextBlob is required.");
    }
    return Kms.payload(input.ciphertextBlob());
  }

  @Override
  public DecryptResponse run(DecryptRequest input, Call call) {
    Kms.noRecipient(input.recipient());
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    var plain =
        kms.ring().decrypt(key, algorithm(input), ciphertext(input), input.encryptionContext());
    return DecryptResponse.builder()
        .keyId(key.arn().toString())
        .plaintext(Kms.bytes(plain))
        .encryptionAlgorithm(algorithm(input))
        .build();
  }
}
