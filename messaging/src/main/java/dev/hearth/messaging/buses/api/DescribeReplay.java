package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;

/// Shows a replay and how far it is.
final class DescribeReplay implements Operation<DescribeReplayRequest, DescribeReplayResponse> {
  private final Replays replays;

  DescribeReplay(Replays replays) {
    this.replays = replays;
  }

  @Override
  public Access access(DescribeReplayRequest input, Call call) {
    return Replays.access("events:DescribeReplay", call, input.replayName());
  }

  @Override
  public DescribeReplayResponse run(DescribeReplayRequest input, Call call) {
    return replays.describe(call, input.replayName());
  }
}
