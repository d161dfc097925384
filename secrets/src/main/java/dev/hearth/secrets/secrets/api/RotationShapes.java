package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.rotation.Rotation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/// How the API shows a rotation. What of a secret was never set up is left out.
final class RotationShapes {
  private RotationShapes() {}

  static @Nullable RotationRulesType rules(@Nullable Rotation rotation) {
    if (rotation == null) {
      return null;
    }
    var plan = rotation.plan();
    if (plan.days() == null && plan.expression() == null) {
      return null;
    }
    return RotationRulesType.builder()
        .automaticallyAfterDays(plan.days() == null ? null : plan.days().longValue())
        .scheduleExpression(plan.expression())
        .duration(plan.duration())
        .build();
  }

  /// By when the next rotation is to be done.
  static @Nullable Instant next(@Nullable Rotation rotation) {
    return rotation == null || rotation.next() == null
        ? null
        : rotation.plan().end(rotation.next());
  }

  static @Nullable Boolean enabled(@Nullable Rotation rotation) {
    return rotation == null ? null : rotation.enabled();
  }

  static @Nullable String function(@Nullable Rotation rotation) {
    return rotation == null ? null : rotation.functionArn();
  }

  static @Nullable Instant last(@Nullable Rotation rotation) {
    return rotation == null ? null : rotation.lastRotated();
  }
}
