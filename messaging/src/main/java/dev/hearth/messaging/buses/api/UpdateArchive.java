package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveResponse;

/// Changes what an archive keeps and for how long; what is left out stays.
final class UpdateArchive implements Operation<UpdateArchiveRequest, UpdateArchiveResponse> {
  private final Archives archives;

  UpdateArchive(Archives archives) {
    this.archives = archives;
  }

  @Override
  public Access access(UpdateArchiveRequest input, Call call) {
    return Archives.access("events:UpdateArchive", call, input.archiveName());
  }

  @Override
  public UpdateArchiveResponse run(UpdateArchiveRequest input, Call call) {
    var archive = archives.update(call, input);
    return UpdateArchiveResponse.builder()
        .archiveArn(archive.archiveArn())
        .state(archive.state())
        .creationTime(archive.creationTime())
        .build();
  }
}
