package dev.hearth.messaging.buses.api;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.ReplayRuns;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.messaging.buses.store.ResourceTable.Stored;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;

/// Replays, for their operations; [ReplayRuns] runs them.
final class Replays {
  private final BusStore store;
  private final ReplayRuns runs;

  Replays(BusStore store, ReplayRuns runs) {
    this.store = store;
    this.runs = runs;
  }

  static Arn arn(Call call, String name) {
    return Arn.of("events", call.region(), call.account(), "replay/" + name);
  }

  static Access access(String action, Call call, String name) {
    return Access.to(action, arn(call, name));
  }

  DescribeReplayResponse start(Call call, StartReplayRequest input) {
    if (!input.eventStartTime().isBefore(input.eventEndTime())) {
      throw Refusals.invalid("EventEndTime", "EventStartTime must be before EventEndTime.");
    }
    var replay =
        DescribeReplayResponse.builder()
            .replayName(input.replayName())
            .replayArn(arn(call, input.replayName()).toString())
            .description(input.description())
            .eventSourceArn(input.eventSourceArn())
            .destination(input.destination())
            .eventStartTime(input.eventStartTime())
            .eventEndTime(input.eventEndTime())
            .state(ReplayState.STARTING)
            .replayStartTime(call.time())
            .build();
    var started =
        store.write(
            tables -> {
              check(tables, call, input);
              tables
                  .resources(ResourceKind.REPLAY, call.account(), call.region())
                  .create(
                      input.replayName(),
                      input.eventSourceArn(),
                      replay,
                      "Replay " + input.replayName());
              runs.begin(tables.sql(), call.account(), call.region(), input.replayName());
              return replay;
            });
    runs.announce();
    return started;
  }

  private static void check(BusTables tables, Call call, StartReplayRequest input) {
    var source = Arn.parse(input.eventSourceArn()).map(Arn::resource).orElse("");
    if (!source.startsWith(Ingestion.ARCHIVE)) {
      throw Refusals.invalid("EventSourceArn", "Provided Arn is not in correct format.");
    }
    var name = source.substring(Ingestion.ARCHIVE.length());
    var archive =
        tables
            .resources(ResourceKind.ARCHIVE, call.account(), call.region())
            .find(name)
            .map(Stored::model)
            .filter(found -> found.archiveArn().equals(input.eventSourceArn()))
            .orElseThrow(
                () -> Refusals.invalid("EventSourceArn", "Archive " + name + " does not exist."));
    if (!archive.eventSourceArn().equals(input.destination().arn())) {
      throw Refusals.invalid("Destination.Arn", "Cross event bus replay is not permitted.");
    }
    for (var rule : input.destination().filterArns()) {
      boolean there =
          RuleReference.parse(rule)
              .filter(parsed -> parsed.bus().toString().equals(input.destination().arn()))
              .filter(parsed -> tables.rules(parsed.bus()).find(parsed.name()).isPresent())
              .isPresent();
      if (!there) {
        throw Refusals.invalid("Destination.FilterArns", "Rule " + rule + " does not exist.");
      }
    }
  }

  DescribeReplayResponse cancel(Call call, String name) {
    return store.write(
        tables -> {
          var replay = find(tables, call, name);
          if (replay.state() != ReplayState.STARTING && replay.state() != ReplayState.RUNNING) {
            throw Refusals.illegalStatus(
                "Replay %s is not in a valid state for this operation.".formatted(name));
          }
          var cancelled = replay.toBuilder().state(ReplayState.CANCELLING).build();
          tables
              .resources(ResourceKind.REPLAY, call.account(), call.region())
              .put(name, replay.eventSourceArn(), cancelled);
          return cancelled;
        });
  }

  DescribeReplayResponse describe(Call call, String name) {
    return store.read(tables -> find(tables, call, name));
  }

  private static DescribeReplayResponse find(BusTables tables, Call call, String name) {
    return tables
        .resources(ResourceKind.REPLAY, call.account(), call.region())
        .find(name)
        .map(Stored::model)
        .orElseThrow(() -> Refusals.notFound("Replay " + name));
  }

  List<DescribeReplayResponse> list(
      Call call, @Nullable String prefix, @Nullable String archiveArn, String after, int most) {
    return store.read(
        tables ->
            tables
                .resources(ResourceKind.REPLAY, call.account(), call.region())
                .list(prefix == null ? "" : prefix, archiveArn, after, most)
                .stream()
                .map(Stored::model)
                .toList());
  }
}
