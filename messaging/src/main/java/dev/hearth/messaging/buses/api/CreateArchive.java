package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveResponse;

/// Keeps what comes onto a bus from now on, or what of it a pattern lets through.
final class CreateArchive implements Operation<CreateArchiveRequest, CreateArchiveResponse> {
  private final Archives archives;

  CreateArchive(Archives archives) {
    this.archives = archives;
  }

  @Override
  public Access access(CreateArchiveRequest input, Call call) {
    return Archives.access("events:CreateArchive", call, input.archiveName());
  }

  @Override
  public CreateArchiveResponse run(CreateArchiveRequest input, Call call) {
    var archive = archives.create(call, input);
    return CreateArchiveResponse.builder()
        .archiveArn(archive.archiveArn())
        .state(archive.state())
        .creationTime(archive.creationTime())
        .build();
  }
}
