package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/// The public key of a pair, in X.509.
final class GetPublicKey extends KeyOperation<GetPublicKeyRequest, GetPublicKeyResponse> {
  GetPublicKey(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GetPublicKeyRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  @SuppressWarnings("deprecation") // older clients read the older name
  public GetPublicKeyResponse run(GetPublicKeyRequest input, Call call) {
    var key = key(input, call);
    var algorithms = key.spec().algorithms(key.usage());
    var response =
        GetPublicKeyResponse.builder()
            .keyId(key.arn().toString())
            .publicKey(Kms.bytes(kms.ring().encodedPublicKey(key)))
            .customerMasterKeySpec(key.spec().name())
            .keySpec(key.spec().name())
            .keyUsage(key.usage());
    return (key.usage().equals("SIGN_VERIFY")
            ? response.signingAlgorithmsWithStrings(algorithms)
            : response.encryptionAlgorithmsWithStrings(algorithms))
        .build();
  }
}
