package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;

/// Random bytes.
final class GenerateRandom implements Operation<GenerateRandomRequest, GenerateRandomResponse> {
  private final Kms kms;

  GenerateRandom(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(GenerateRandomRequest input, Call call) {
    return Access.to("kms:GenerateRandom", "*");
  }

  @Override
  public GenerateRandomResponse run(GenerateRandomRequest input, Call call) {
    Kms.noRecipient(input.recipient());
    if (input.customKeyStoreId() != null) {
      throw KmsErrors.unsupported("Hearth has no custom key stores.");
    }
    int bytes = DataKeys.bytes(null, Objects.requireNonNullElse(input.numberOfBytes(), 0));
    return GenerateRandomResponse.builder()
        .plaintext(Kms.bytes(kms.ring().randomBytes(bytes)))
        .build();
  }
}
