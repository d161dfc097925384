package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;

/// Tells whether and when a key's material is replaced.
final class GetKeyRotationStatus
    extends KeyOperation<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse> {
  GetKeyRotationStatus(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GetKeyRotationStatusRequest input) {
    return input.keyId();
  }

  @Override
  public GetKeyRotationStatusResponse run(GetKeyRotationStatusRequest input, Call call) {
    var key = key(input, call);
    if (key.deletion() != null) {
      throw KmsErrors.pendingDeletion(key);
    }
    return GetKeyRotationStatusResponse.builder()
        .keyId(key.arn().toString())
        .keyRotationEnabled(key.rotationDays() != null)
        .rotationPeriodInDays(key.rotationDays())
        .nextRotationDate(key.nextRotation())
        .build();
  }
}
