package dev.hearth.observability.api;

import dev.hearth.observability.store.LogGroups;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/// Sets for how many days a log group keeps its events.
final class PutRetentionPolicy
    implements Operation<PutRetentionPolicyRequest, PutRetentionPolicyResponse> {
  /// The spans that AWS offers.
  private static final List<Integer> DAYS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final Database database;

  PutRetentionPolicy(Database database) {
    this.database = database;
  }

  @Override
  public Access access(PutRetentionPolicyRequest input, Call call) {
    return LogResources.accessToGroup(call, input.logGroupName());
  }

  @Override
  public PutRetentionPolicyResponse run(PutRetentionPolicyRequest input, Call call) {
    if (!DAYS.contains(input.retentionInDays())) {
      throw LogResources.invalid(
          "1 validation error detected: Value '"
              + input.retentionInDays()
              + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum"
              + " value set: "
              + DAYS);
    }
    database.write(
        sql -> {
          var group = LogResources.group(sql, call, input.logGroupName());
          new LogGroups(sql).retain(group, input.retentionInDays());
          return group;
        });
    return PutRetentionPolicyResponse.builder().build();
  }
}
