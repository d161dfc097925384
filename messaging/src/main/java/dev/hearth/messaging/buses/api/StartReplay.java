package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.StartReplayResponse;

/// Puts archived events onto their bus again, in the order of their times.
final class StartReplay implements Operation<StartReplayRequest, StartReplayResponse> {
  private final Replays replays;

  StartReplay(Replays replays) {
    this.replays = replays;
  }

  @Override
  public Access access(StartReplayRequest input, Call call) {
    return Replays.access("events:StartReplay", call, input.replayName());
  }

  @Override
  public StartReplayResponse run(StartReplayRequest input, Call call) {
    var replay = replays.start(call, input);
    return StartReplayResponse.builder()
        .replayArn(replay.replayArn())
        .state(replay.state())
        .replayStartTime(replay.replayStartTime())
        .build();
  }
}
