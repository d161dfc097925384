package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/// Has a key deleted in 7 to 30 days; until then it can be called off, and the key is not used.
final class ScheduleKeyDeletion
    extends KeyOperation<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse> {
  private static final int SHORTEST = 7; // days
  private static final int LONGEST = 30; // days

  ScheduleKeyDeletion(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(ScheduleKeyDeletionRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(ScheduleKeyDeletionRequest input) {
    return input.pendingWindowInDays() == null
        ? Map.of()
        : Map.of(
            "kms:ScheduleKeyDeletionPendingWindowInDays",
            List.of(input.pendingWindowInDays().toString()));
  }

  @Override
  public ScheduleKeyDeletionResponse run(ScheduleKeyDeletionRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    int days = Objects.requireNonNullElse(input.pendingWindowInDays(), LONGEST);
    if (days < SHORTEST || days > LONGEST) {
      throw KmsErrors.validation("PendingWindowInDays must be from 7 to 30.");
    }
    var deletion = call.time().plus(Duration.ofDays(days));
    kms.store()
        .change(
            key,
            tables -> {
              tables.keys().delete(key.id(), deletion);
              return key;
            });
    return ScheduleKeyDeletionResponse.builder()
        .keyId(key.arn().toString())
        .deletionDate(deletion)
        .keyState(KeyState.PENDING_DELETION)
        .pendingWindowInDays(days)
        .build();
  }
}
