package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/// Verifies a signature; one that is not right is an error, as in KMS.
final class Verify extends KeyOperation<VerifyRequest, VerifyResponse> {
  Verify(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(VerifyRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(VerifyRequest input) {
    return Messages.conditions(input.signingAlgorithmAsString(), input.messageTypeAsString());
  }

  @Override
  public VerifyResponse run(VerifyRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    boolean valid =
        kms.ring()
            .verify(
                key,
                input.signingAlgorithmAsString(),
                Messages.digested(input.messageTypeAsString()),
                Messages.checked(input.message()),
                Kms.payload(input.signature()));
    if (!valid) {
      throw new ServiceException(
          "KMSInvalidSignatureException", 400, "The signature is not valid.");
    }
    return VerifyResponse.builder()
        .keyId(key.arn().toString())
        .signatureValid(true)
        .signingAlgorithm(input.signingAlgorithmAsString())
        .build();
  }
}
