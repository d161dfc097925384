package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;

/// Makes a key pair, its private key encrypted only.
final class GenerateDataKeyPairWithoutPlaintext
    extends KeyOperation<
        GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse> {
  GenerateDataKeyPairWithoutPlaintext(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GenerateDataKeyPairWithoutPlaintextRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(GenerateDataKeyPairWithoutPlaintextRequest input) {
    Map<String, List<String>> conditions =
        new HashMap<>(EncryptionContext.conditions(input.encryptionContext()));
    conditions.put("kms:DataKeyPairSpec", List.of(input.keyPairSpecAsString()));
    return conditions;
  }

  @Override
  public GenerateDataKeyPairWithoutPlaintextResponse run(
      GenerateDataKeyPairWithoutPlaintextRequest input, Call call) {
    var key = DataKeys.checked(key(input, call), "GenerateDataKeyPairWithoutPlaintext");
    Kms.dryRun(input.dryRun());
    var pair = DataKeys.pair(kms, input.keyPairSpecAsString());
    return GenerateDataKeyPairWithoutPlaintextResponse.builder()
        .keyId(key.arn().toString())
        .keyPairSpec(input.keyPairSpecAsString())
        .publicKey(Kms.bytes(pair.publicKey()))
        .privateKeyCiphertextBlob(
            Kms.bytes(kms.ring().encrypt(key, pair.secret(), input.encryptionContext())))
        .build();
  }
}
