package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.Archive;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesResponse;

/// The archives of the account, by name.
final class ListArchives implements Operation<ListArchivesRequest, ListArchivesResponse> {
  private final Archives archives;

  ListArchives(Archives archives) {
    this.archives = archives;
  }

  @Override
  public Access access(ListArchivesRequest input, Call call) {
    return Access.to("events:ListArchives", "*");
  }

  @Override
  public ListArchivesResponse run(ListArchivesRequest input, Call call) {
    int limit = Page.limit(input.limit());
    var found =
        archives.list(
            call,
            input.namePrefix(),
            input.eventSourceArn(),
            Page.after(input.nextToken()),
            limit + 1);
    var page = Page.of(found, limit, DescribeArchiveResponse::archiveName);
    return ListArchivesResponse.builder()
        .archives(
            page.items().stream()
                .filter(archive -> input.state() == null || archive.state() == input.state())
                .map(ListArchives::show)
                .toList())
        .nextToken(page.token())
        .build();
  }

  private static Archive show(DescribeArchiveResponse archive) {
    return Archive.builder()
        .archiveName(archive.archiveName())
        .eventSourceArn(archive.eventSourceArn())
        .state(archive.state())
        .retentionDays(archive.retentionDays())
        .sizeBytes(archive.sizeBytes())
        .eventCount(archive.eventCount())
        .creationTime(archive.creationTime())
        .build();
  }
}
