package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;

/// Tells what a key is.
final class DescribeKey extends KeyOperation<DescribeKeyRequest, DescribeKeyResponse> {
  DescribeKey(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(DescribeKeyRequest input) {
    return input.keyId();
  }

  @Override
  boolean takesAlias() {
    return true;
  }

  @Override
  public DescribeKeyResponse run(DescribeKeyRequest input, Call call) {
    return DescribeKeyResponse.builder().keyMetadata(KeyShapes.describe(key(input, call))).build();
  }
}
