package dev.hearth.messaging.schedules;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.wire.Call;
import org.jspecify.annotations.Nullable;

/// A schedule by its name.
///
/// @param group `default` where none is named
public record ScheduleReference(AccountId account, Region region, String group, String name) {
  /// The group that is always there.
  public static final String DEFAULT_GROUP = "default";

  /// @param group null for the default one
  public static ScheduleReference of(Call call, @Nullable String group, String name) {
    return new ScheduleReference(
        call.account(), call.region(), group == null ? DEFAULT_GROUP : group, name);
  }

  public Arn arn() {
    return Arn.of("scheduler", region, account, "schedule/" + group + "/" + name);
  }

  /// The ARN of a group.
  public static Arn group(Call call, String name) {
    return Arn.of("scheduler", call.region(), call.account(), "schedule-group/" + name);
  }

  @Override
  public String toString() {
    return arn().toString();
  }
}
