package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;

/// Takes a statement out of a queue's policy.
final class RemovePermission
    implements Operation<RemovePermissionRequest, RemovePermissionResponse> {
  private final Queues queues;

  RemovePermission(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(RemovePermissionRequest input, Call call) {
    return QueueAddress.own("RemovePermission", input.queueUrl(), call);
  }

  @Override
  public RemovePermissionResponse run(RemovePermissionRequest input, Call call) {
    var arn = QueueAddress.arn(input.queueUrl(), call);
    queues
        .directory()
        .setAttributes(
            arn,
            given -> {
              var policy = QueuePolicy.of(arn, given.get("Policy")).remove(input.label());
              if (policy.isEmpty()) {
                given.remove("Policy");
              } else {
                given.put("Policy", policy.document());
              }
              return given;
            });
    return RemovePermissionResponse.builder().build();
  }
}
