package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;

/// Lets a key be used again.
final class EnableKey extends KeyOperation<EnableKeyRequest, EnableKeyResponse> {
  EnableKey(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(EnableKeyRequest input) {
    return input.keyId();
  }

  @Override
  public EnableKeyResponse run(EnableKeyRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              tables.keys().enable(key.id(), true);
              return key;
            });
    return EnableKeyResponse.builder().build();
  }
}
