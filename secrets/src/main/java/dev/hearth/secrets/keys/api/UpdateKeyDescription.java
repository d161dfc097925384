package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;

/// Describes a key anew.
final class UpdateKeyDescription
    extends KeyOperation<UpdateKeyDescriptionRequest, UpdateKeyDescriptionResponse> {
  UpdateKeyDescription(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(UpdateKeyDescriptionRequest input) {
    return input.keyId();
  }

  @Override
  public UpdateKeyDescriptionResponse run(UpdateKeyDescriptionRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    kms.store()
        .write(
            tables -> {
              tables.keys().describe(key.id(), input.description());
              return key;
            });
    return UpdateKeyDescriptionResponse.builder().build();
  }
}
