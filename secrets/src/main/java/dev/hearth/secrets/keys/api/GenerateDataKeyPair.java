package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;

/// Makes a key pair, its private key encrypted, and in the clear.
final class GenerateDataKeyPair
    extends KeyOperation<GenerateDataKeyPairRequest, GenerateDataKeyPairResponse> {
  GenerateDataKeyPair(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GenerateDataKeyPairRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(GenerateDataKeyPairRequest input) {
    Map<String, List<String>> conditions =
        new HashMap<>(EncryptionContext.conditions(input.encryptionContext()));
    conditions.put("kms:DataKeyPairSpec", List.of(input.keyPairSpecAsString()));
    return conditions;
  }

  @Override
  public GenerateDataKeyPairResponse run(GenerateDataKeyPairRequest input, Call call) {
    Kms.noRecipient(input.recipient());
    var key = DataKeys.checked(key(input, call), "GenerateDataKeyPair");
    Kms.dryRun(input.dryRun());
    var pair = DataKeys.pair(kms, input.keyPairSpecAsString());
    return GenerateDataKeyPairResponse.builder()
        .keyId(key.arn().toString())
        .keyPairSpec(input.keyPairSpecAsString())
        .publicKey(Kms.bytes(pair.publicKey()))
        .privateKeyPlaintext(Kms.bytes(pair.secret()))
        .privateKeyCiphertextBlob(
            Kms.bytes(kms.ring().encrypt(key, pair.secret(), input.encryptionContext())))
        .build();
  }
}
