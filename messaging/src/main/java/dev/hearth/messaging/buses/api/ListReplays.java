package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysRequest;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysResponse;
import software.amazon.awssdk.services.eventbridge.model.Replay;

/// The replays of the account, by name.
final class ListReplays implements Operation<ListReplaysRequest, ListReplaysResponse> {
  private final Replays replays;

  ListReplays(Replays replays) {
    this.replays = replays;
  }

  @Override
  public Access access(ListReplaysRequest input, Call call) {
    return Access.to("events:ListReplays", "*");
  }

  @Override
  public ListReplaysResponse run(ListReplaysRequest input, Call call) {
    int limit = Page.limit(input.limit());
    var found =
        replays.list(
            call,
            input.namePrefix(),
            input.eventSourceArn(),
            Page.after(input.nextToken()),
            limit + 1);
    var page = Page.of(found, limit, DescribeReplayResponse::replayName);
    return ListReplaysResponse.builder()
        .replays(
            page.items().stream()
                .filter(replay -> input.state() == null || replay.state() == input.state())
                .map(ListReplays::show)
                .toList())
        .nextToken(page.token())
        .build();
  }

  private static Replay show(DescribeReplayResponse replay) {
    return Replay.builder()
        .replayName(replay.replayName())
        .eventSourceArn(replay.eventSourceArn())
        .state(replay.state())
        .stateReason(replay.stateReason())
        .eventStartTime(replay.eventStartTime())
        .eventEndTime(replay.eventEndTime())
        .eventLastReplayedTime(replay.eventLastReplayedTime())
        .replayStartTime(replay.replayStartTime())
        .replayEndTime(replay.replayEndTime())
        .build();
  }
}
