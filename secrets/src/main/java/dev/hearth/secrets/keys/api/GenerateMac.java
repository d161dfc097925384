package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;

/// The HMAC of a message.
final class GenerateMac extends KeyOperation<GenerateMacRequest, GenerateMacResponse> {
  GenerateMac(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GenerateMacRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(GenerateMacRequest input) {
    return Map.of("kms:MacAlgorithm", List.of(input.macAlgorithmAsString()));
  }

  @Override
  public GenerateMacResponse run(GenerateMacRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    var mac = kms.ring().mac(key, input.macAlgorithmAsString(), Messages.checked(input.message()));
    return GenerateMacResponse.builder()
        .keyId(key.arn().toString())
        .mac(Kms.bytes(mac))
        .macAlgorithm(input.macAlgorithmAsString())
        .build();
  }
}
