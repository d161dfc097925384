package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;

/// Makes a key to encrypt data by, encrypted only.
final class GenerateDataKeyWithoutPlaintext
    extends KeyOperation<
        GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse> {
  GenerateDataKeyWithoutPlaintext(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GenerateDataKeyWithoutPlaintextRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(GenerateDataKeyWithoutPlaintextRequest input) {
    return EncryptionContext.conditions(input.encryptionContext());
  }

  @Override
  public GenerateDataKeyWithoutPlaintextResponse run(
      GenerateDataKeyWithoutPlaintextRequest input, Call call) {
    var key = DataKeys.checked(key(input, call), "GenerateDataKeyWithoutPlaintext");
    int bytes = DataKeys.bytes(input.keySpecAsString(), input.numberOfBytes());
    Kms.dryRun(input.dryRun());
    var plain = kms.ring().randomBytes(bytes);
    return GenerateDataKeyWithoutPlaintextResponse.builder()
        .keyId(key.arn().toString())
        .ciphertextBlob(Kms.bytes(kms.ring().encrypt(key, plain, input.encryptionContext())))
        .build();
  }
}
