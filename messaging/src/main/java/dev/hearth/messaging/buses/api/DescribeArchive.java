package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;

/// Shows an archive and how much is in it.
final class DescribeArchive implements Operation<DescribeArchiveRequest, DescribeArchiveResponse> {
  private final Archives archives;

  DescribeArchive(Archives archives) {
    this.archives = archives;
  }

  @Override
  public Access access(DescribeArchiveRequest input, Call call) {
    return Archives.access("events:DescribeArchive", call, input.archiveName());
  }

  @Override
  public DescribeArchiveResponse run(DescribeArchiveRequest input, Call call) {
    return archives.describe(call, input.archiveName());
  }
}
