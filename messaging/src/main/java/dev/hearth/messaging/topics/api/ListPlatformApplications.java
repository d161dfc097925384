package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.ListPlatformApplicationsRequest;
import software.amazon.awssdk.services.sns.model.ListPlatformApplicationsResponse;
import software.amazon.awssdk.services.sns.model.PlatformApplication;

/// An account's platform applications, at most 100 at once.
final class ListPlatformApplications
    implements Operation<ListPlatformApplicationsRequest, ListPlatformApplicationsResponse> {
  private final TopicStore store;

  ListPlatformApplications(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListPlatformApplicationsRequest input, Call call) {
    return Access.to("sns:ListPlatformApplications", "*");
  }

  @Override
  public ListPlatformApplicationsResponse run(ListPlatformApplicationsRequest input, Call call) {
    var token = Page.after(input.nextToken());
    int slash = token.indexOf('/');
    var platform = slash < 0 ? "" : token.substring(0, slash);
    var name = slash < 0 ? "" : token.substring(slash + 1);
    var found =
        store.read(
            tables ->
                tables
                    .platforms()
                    .applications(call.account(), call.region(), platform, name, Page.SIZE + 1));
    var page = Page.of(found, each -> each.arn().platform() + "/" + each.arn().application());
    return ListPlatformApplicationsResponse.builder()
        .platformApplications(
            page.items().stream()
                .map(
                    each ->
                        PlatformApplication.builder()
                            .platformApplicationArn(each.arn().toString())
                            .attributes(PlatformAccess.shown(each.attributes()))
                            .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }
}
