package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.secrets.keys.Spec;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;

/// Makes a key with new material.
final class CreateKey implements Operation<CreateKeyRequest, CreateKeyResponse> {
  private final Kms kms;

  CreateKey(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(CreateKeyRequest input, Call call) {
    var conditions = TagConditions.requested(Kms.tags(input.tags()));
    conditions.put("kms:CallerAccount", List.of(call.account().digits()));
    conditions.put("kms:KeySpec", List.of(specName(input)));
    conditions.put(
        "kms:BypassPolicyLockoutSafetyCheck",
        List.of(String.valueOf(Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()))));
    var access = Access.NONE.and("kms:CreateKey", "*", conditions);
    return input.hasTags() ? access.and("kms:TagResource", "*", conditions) : access;
  }

  @Override
  public CreateKeyResponse run(CreateKeyRequest input, Call call) {
    var spec = spec(input);
    var usage =
        Objects.requireNonNullElse(
            input.keyUsageAsString(), spec.isSymmetric() ? "ENCRYPT_DECRYPT" : "");
    if (usage.isEmpty()) {
      throw KmsErrors.validation(
          "You must specify a KeyUsage value for all KMS keys except for symmetric encryption"
              + " keys.");
    }
    if (!spec.usages().contains(usage)) {
      throw KmsErrors.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }
    var key =
        new KmsKey(
            call.account(),
            call.region(),
            kms.ring().newId(),
            Objects.requireNonNullElse(input.description(), ""),
            spec,
            usage,
            true,
            false,
            call.time(),
            null,
            input.policy() == null
                ? KmsKey.defaultPolicy(call.account())
                : Kms.policy(input.policy()),
            Kms.checked(Kms.tags(input.tags())),
            null,
            null,
            1);
    kms.ring().create(key);
    return CreateKeyResponse.builder().keyMetadata(KeyShapes.describe(key)).build();
  }

  private static Spec spec(CreateKeyRequest input) {
    if (input.originAsString() != null && !input.originAsString().equals("AWS_KMS")) {
      throw KmsErrors.unsupported(
          "Origin "
              + input.originAsString()
              + ": Hearth makes its keys' material itself; it is neither imported nor kept"
              + " elsewhere.");
    }
    if (input.customKeyStoreId() != null || input.xksKeyId() != null) {
      throw KmsErrors.unsupported("Hearth has no custom key stores.");
    }
    if (Boolean.TRUE.equals(input.multiRegion())) {
      throw KmsErrors.unsupported("Hearth has no multi-Region keys.");
    }
    var name = specName(input);
    return Spec.find(name)
        .orElseThrow(() -> KmsErrors.unsupported("Hearth makes no keys of the spec " + name + "."));
  }

  @SuppressWarnings("deprecation") // older clients send the older name
  private static String specName(CreateKeyRequest input) {
    return input.keySpecAsString() != null
        ? input.keySpecAsString()
        : Objects.requireNonNullElse(input.customerMasterKeySpecAsString(), "SYMMETRIC_DEFAULT");
  }
}
