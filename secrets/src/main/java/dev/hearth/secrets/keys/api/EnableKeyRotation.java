package dev.hearth.secrets.keys.api;

import dev.hearth.wire.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationResponse;

/// Has a key's material replaced every year, or every so many days.
final class EnableKeyRotation
    extends KeyOperation<EnableKeyRotationRequest, EnableKeyRotationResponse> {
  private static final int YEAR = 365; // days

  EnableKeyRotation(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(EnableKeyRotationRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(EnableKeyRotationRequest input) {
    return input.rotationPeriodInDays() == null
        ? Map.of()
        : Map.of("kms:RotationPeriodInDays", List.of(input.rotationPeriodInDays().toString()));
  }

  @Override
  public EnableKeyRotationResponse run(EnableKeyRotationRequest input, Call call) {
    var key = Kms.customers(RotationRules.rotatable(key(input, call)));
    int days = Objects.requireNonNullElse(input.rotationPeriodInDays(), YEAR);
    kms.store()
        .write(
            tables -> {
              tables.keys().setRotation(key.id(), days, call.time().plus(Duration.ofDays(days)));
              return key;
            });
    return EnableKeyRotationResponse.builder().build();
  }
}
