package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationResponse;

/// Leaves a key its material.
final class DisableKeyRotation
    extends KeyOperation<DisableKeyRotationRequest, DisableKeyRotationResponse> {
  DisableKeyRotation(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(DisableKeyRotationRequest input) {
    return input.keyId();
  }

  @Override
  public DisableKeyRotationResponse run(DisableKeyRotationRequest input, Call call) {
    var key = Kms.customers(RotationRules.rotatable(key(input, call)));
    kms.store()
        .write(
            tables -> {
              tables.keys().setRotation(key.id(), null, null);
              return key;
            });
    return DisableKeyRotationResponse.builder().build();
  }
}
