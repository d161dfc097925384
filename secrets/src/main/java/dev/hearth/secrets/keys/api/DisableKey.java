package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;

/// Keeps a key from being used, until it is enabled.
final class DisableKey extends KeyOperation<DisableKeyRequest, DisableKeyResponse> {
  DisableKey(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(DisableKeyRequest input) {
    return input.keyId();
  }

  @Override
  public DisableKeyResponse run(DisableKeyRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              tables.keys().enable(key.id(), false);
              return key;
            });
    return DisableKeyResponse.builder().build();
  }
}
