package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveResponse;

/// Deletes an archive with all events in it.
final class DeleteArchive implements Operation<DeleteArchiveRequest, DeleteArchiveResponse> {
  private final Archives archives;

  DeleteArchive(Archives archives) {
    this.archives = archives;
  }

  @Override
  public Access access(DeleteArchiveRequest input, Call call) {
    return Archives.access("events:DeleteArchive", call, input.archiveName());
  }

  @Override
  public DeleteArchiveResponse run(DeleteArchiveRequest input, Call call) {
    archives.delete(call, input.archiveName());
    return DeleteArchiveResponse.builder().build();
  }
}
