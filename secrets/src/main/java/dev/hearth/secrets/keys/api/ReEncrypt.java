package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.Payload;
import dev.hearth.secrets.keys.EncryptionContext;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/// Decrypts and encrypts by another key, or in another context, without showing the plaintext.
final class ReEncrypt implements Operation<ReEncryptRequest, ReEncryptResponse> {
  private final Kms kms;

  ReEncrypt(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(ReEncryptRequest input, Call call) {
    var from =
        KeyAccess.to(
            kms,
            call,
            "kms:ReEncryptFrom",
            source(input, call),
            EncryptionContext.conditions(input.sourceEncryptionContext()));
    var to =
        KeyAccess.to(
            kms,
            call,
            "kms:ReEncryptTo",
            input.destinationKeyId(),
            EncryptionContext.conditions(input.destinationEncryptionContext()));
    return new Access(Stream.concat(from.needs().stream(), to.needs().stream()).toList());
  }

  private KmsKey source(ReEncryptRequest input, Call call) {
    if (input.sourceKeyId() != null) {
      return kms.ring().key(input.sourceKeyId(), call);
    }
    if (!sourceAlgorithm(input).equals("SYMMETRIC_DEFAULT")) {
      throw KmsErrors.validation("SourceKeyId is required to decrypt by an asymmetric key.");
    }
    return kms.ring().keyOf(ciphertext(input));
  }

  private static Payload ciphertext(ReEncryptRequest input) {
    if (input.ciphertextBlob() == null) {
      throw KmsErrors.validation("CiphertextBlob is required.");
    }
    return Kms.payload(input.ciphertextBlob());
  }

  private static String sourceAlgorithm(ReEncryptRequest input) {
    return Objects.requireNonNullElse(
        input.sourceEncryptionAlgorithmAsString(), "SYMMETRIC_DEFAULT");
  }

  @Override
  public ReEncryptResponse run(ReEncryptRequest input, Call call) {
    var source = source(input, call);
    var destination = kms.ring().key(input.destinationKeyId(), call);
    Kms.dryRun(input.dryRun());
    var algorithm =
        Objects.requireNonNullElse(
            input.destinationEncryptionAlgorithmAsString(), "SYMMETRIC_DEFAULT");
    var plain =
        kms.ring()
            .decrypt(
                source, sourceAlgorithm(input), ciphertext(input), input.sourceEncryptionContext());
    var ciphertext =
        kms.ring().encrypt(destination, algorithm, plain, input.destinationEncryptionContext());
    return ReEncryptResponse.builder()
        .ciphertextBlob(Kms.bytes(ciphertext))
        .sourceKeyId(source.arn().toString())
        .keyId(destination.arn().toString())
        .sourceEncryptionAlgorithm(sourceAlgorithm(input))
        .destinationEncryptionAlgorithm(algorithm)
        .build();
  }
}
