package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;

/// Verifies an HMAC; one that is not right is an error, as in KMS.
final class VerifyMac extends KeyOperation<VerifyMacRequest, VerifyMacResponse> {
  VerifyMac(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(VerifyMacRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(VerifyMacRequest input) {
    return Map.of("kms:MacAlgorithm", List.of(input.macAlgorithmAsString()));
  }

  @Override
  public VerifyMacResponse run(VerifyMacRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    var mac = kms.ring().mac(key, input.macAlgorithmAsString(), Messages.checked(input.message()));
    if (!MessageDigest.isEqual(mac.bytes(), input.mac().asByteArrayUnsafe())) {
      throw new ServiceException("KMSInvalidMacException", 400, "The MAC is not valid.");
    }
    return VerifyMacResponse.builder()
        .keyId(key.arn().toString())
        .macValid(true)
        .macAlgorithm(input.macAlgorithmAsString())
        .build();
  }
}
