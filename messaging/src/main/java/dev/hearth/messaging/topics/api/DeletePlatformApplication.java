package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.DeletePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.DeletePlatformApplicationResponse;

/// Deletes a platform application with all its devices; one that is not there is as good as
/// deleted.
final class DeletePlatformApplication
    implements Operation<DeletePlatformApplicationRequest, DeletePlatformApplicationResponse> {
  private final TopicStore store;

  DeletePlatformApplication(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(DeletePlatformApplicationRequest input, Call call) {
    return Access.to(
        "sns:DeletePlatformApplication",
        PlatformAccess.application(call, input.platformApplicationArn()));
  }

  @Override
  public DeletePlatformApplicationResponse run(DeletePlatformApplicationRequest input, Call call) {
    var arn = PlatformAccess.application(call, input.platformApplicationArn());
    store.write(
        tables -> {
          tables.platforms().deleteApplication(arn);
          return null;
        });
    return DeletePlatformApplicationResponse.builder().build();
  }
}
