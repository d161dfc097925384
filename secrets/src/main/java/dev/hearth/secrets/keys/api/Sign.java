package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;

/// Signs a message, or its digest.
final class Sign extends KeyOperation<SignRequest, SignResponse> {
  Sign(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(SignRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  Map<String, List<String>> conditions(SignRequest input) {
    return Messages.conditions(input.signingAlgorithmAsString(), input.messageTypeAsString());
  }

  @Override
  public SignResponse run(SignRequest input, Call call) {
    var key = key(input, call);
    Kms.dryRun(input.dryRun());
    var signature =
        kms.ring()
            .sign(
                key,
                input.signingAlgorithmAsString(),
                Messages.digested(input.messageTypeAsString()),
                Messages.checked(input.message()));
    return SignResponse.builder()
        .keyId(key.arn().toString())
        .signature(Kms.bytes(signature))
        .signingAlgorithm(input.signingAlgorithmAsString())
        .build();
  }
}
