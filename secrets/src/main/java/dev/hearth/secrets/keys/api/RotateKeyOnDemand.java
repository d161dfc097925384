package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandResponse;

/// Replaces a key's material now, up to ten times.
final class RotateKeyOnDemand
    extends KeyOperation<RotateKeyOnDemandRequest, RotateKeyOnDemandResponse> {
  private static final int MOST = 10;

  RotateKeyOnDemand(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(RotateKeyOnDemandRequest input) {
    return input.keyId();
  }

  @Override
  public RotateKeyOnDemandResponse run(RotateKeyOnDemandRequest input, Call call) {
    var key = Kms.customers(RotationRules.rotatable(key(input, call)));
    var before =
        kms.store().read(tables -> tables.keys().rotations(key.id(), 0, Integer.MAX_VALUE));
    if (before.stream().filter(rotation -> rotation.how().equals("ON_DEMAND")).count() >= MOST) {
      throw KmsErrors.limit("A key is rotated on demand at most 10 times.");
    }
    kms.ring().rotate(key, "ON_DEMAND", key.nextRotation(), call.time());
    return RotateKeyOnDemandResponse.builder().keyId(key.arn().toString()).build();
  }
}
