package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;

/// Calls a deletion off, which leaves the key disabled.
final class CancelKeyDeletion
    extends KeyOperation<CancelKeyDeletionRequest, CancelKeyDeletionResponse> {
  CancelKeyDeletion(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(CancelKeyDeletionRequest input) {
    return input.keyId();
  }

  @Override
  public CancelKeyDeletionResponse run(CancelKeyDeletionRequest input, Call call) {
    var key = Kms.customers(key(input, call));
    if (key.deletion() == null) {
      throw new ServiceException(
          "KMSInvalidStateException", 400, key.arn() + " is not pending deletion.");
    }
    kms.store()
        .change(
            key,
            tables -> {
              tables.keys().delete(key.id(), null);
              return key;
            });
    return CancelKeyDeletionResponse.builder().keyId(key.arn().toString()).build();
  }
}
