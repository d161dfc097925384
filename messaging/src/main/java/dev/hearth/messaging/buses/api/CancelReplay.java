package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayResponse;

/// Ends a replay before its time.
final class CancelReplay implements Operation<CancelReplayRequest, CancelReplayResponse> {
  private final Replays replays;

  CancelReplay(Replays replays) {
    this.replays = replays;
  }

  @Override
  public Access access(CancelReplayRequest input, Call call) {
    return Replays.access("events:CancelReplay", call, input.replayName());
  }

  @Override
  public CancelReplayResponse run(CancelReplayRequest input, Call call) {
    var replay = replays.cancel(call, input.replayName());
    return CancelReplayResponse.builder()
        .replayArn(replay.replayArn())
        .state(replay.state())
        .build();
  }
}
