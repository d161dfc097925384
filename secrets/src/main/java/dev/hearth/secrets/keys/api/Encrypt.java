package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;

/// Encrypts up to 4096 bytes.
final class Encrypt extends KeyOperation<EncryptRequest, EncryptResponse> {
  Encrypt(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(EncryptRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(EncryptRequest input) {
    return EncryptionContext.conditions(input.encryptionContext());
  }

  @Override
  public EncryptResponse run(EncryptRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    var algorithm =
        Objects.requireNonNullElse(input.encryptionAlgorithmAsString(), "SYMMETRIC_DEFAULT");
    var ciphertext =
        kms.ring()
            .encrypt(key, algorithm, Kms.payload(input.plaintext()), input.encryptionContext());
    return EncryptResponse.builder()
        .keyId(key.arn().toString())
        .ciphertextBlob(Kms.bytes(ciphertext))
        .encryptionAlgorithm(algorithm)
        .build();
  }
}
