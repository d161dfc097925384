package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;

/// Adds a statement to a queue's policy that allows other accounts some actions.
final class AddPermission implements Operation<AddPermissionRequest, AddPermissionResponse> {
  private final Queues queues;

  AddPermission(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Access access(AddPermissionRequest input, Call call) {
    return QueueAddress.own("AddPermission", input.queueUrl(), call);
  }

  @Override
  public AddPermissionResponse run(AddPermissionRequest input, Call call) {
    var arn = QueueAddress.arn(input.queueUrl(), call);
    var statement =
        QueuePolicy.statement(arn, input.label(), input.awsAccountIds(), input.actions());
    queues
        .directory()
        .setAttributes(
            arn,
            given -> {
              given.put(
                  "Policy", QueuePolicy.of(arn, given.get("Policy")).add(statement).document());
              return given;
            });
    return AddPermissionResponse.builder().build();
  }
}
