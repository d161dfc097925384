package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/// Makes a key to encrypt data by, encrypted, and in the clear.
final class GenerateDataKey extends KeyOperation<GenerateDataKeyRequest, GenerateDataKeyResponse> {
  GenerateDataKey(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GenerateDataKeyRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(GenerateDataKeyRequest input) {
    return EncryptionContext.conditions(input.encryptionContext());
  }

  @Override
  public GenerateDataKeyResponse run(GenerateDataKeyRequest input, Call call) {
    Kms.noRecipient(input.recipient());
    var key = DataKeys.checked(key(input, call), "GenerateDataKey");
    int bytes = DataKeys.bytes(input.keySpecAsString(), input.numberOfBytes());
    Kms.dryRun(input.dryRun());
    var plain = kms.ring().randomBytes(bytes);
    return GenerateDataKeyResponse.builder()
        .keyId(key.arn().toString())
        .plaintext(Kms.bytes(plain))
        .ciphertextBlob(Kms.bytes(kms.ring().encrypt(key, plain, input.encryptionContext())))
        .build();
  }
}
