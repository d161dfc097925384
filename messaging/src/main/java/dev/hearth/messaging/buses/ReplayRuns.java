package dev.hearth.messaging.buses;

import dev.hearth.invocation.async.Framed;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.store.ArchivedEvents.Archived;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.messaging.buses.store.ResourceTable;
import dev.hearth.messaging.buses.store.ResourceTable.Cursor;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;

/// Runs replays, a page of events at a time: that a page's deliveries are kept and how far the
/// replay is are one transaction, so a crash brings no event twice and forgets none.
public final class ReplayRuns {
  private static final int PAGE = 100;
  private static final int MOST_AT_ONCE = 10;

  private final BusStore store;
  private final WorkQueue queue;
  private final Ingestion ingestion;
  private final InstantSource clock;
  private final QueueWorker worker;

  /// @param queue in the store's database
  public ReplayRuns(BusStore store, WorkQueue queue, Ingestion ingestion, InstantSource clock) {
    this.store = store;
    this.queue = queue;
    this.ingestion = ingestion;
    this.clock = clock;
    worker = new QueueWorker(queue, "replay", MOST_AT_ONCE, this::run);
  }

  private record Name(String account, String region, String replay) {}

  public QueueWorker worker() {
    return worker;
  }

  /// Lets a replay run, as part of the transaction that stored it; whoever does calls [#announce]
  /// afterwards.
  public void begin(Handle sql, AccountId account, Region region, String replay) {
    queue.enqueue(
        sql,
        account + "/" + region,
        Framed.join(new Name(account.digits(), region.name(), replay), Payload.EMPTY),
        clock.instant());
  }

  public void announce() {
    queue.announce();
  }

  private record Next(DescribeReplayResponse replay, List<Archived> events) {}

  private void run(Lease lease) {
    var name = Framed.head(lease.payload(), Name.class);
    var account = new AccountId(name.account);
    var region = new Region(name.region);
    var next =
        store.read(
            tables -> {
              var table = table(tables, account, region);
              var stored = table.find(name.replay).orElse(null);
              return stored == null
                  ? null
                  : page(tables, account, region, stored.model(), table.cursor(name.replay));
            });
    if (next == null) {
      queue.complete(lease);
      return;
    }
    var plans = new ArrayList<Ingestion.Plan>();
    var bus = BusReference.parse(next.replay.destination().arn()).orElseThrow();
    var filter = new HashSet<>(next.replay.destination().filterArns());
    for (var archived : next.events) {
      var event =
          BusEvent.read(
                  archived.json().bytes(), Instant.ofEpochMilli(archived.received()), null, false)
              .replayed(name.replay);
      plans.add(
          ingestion.plan(bus, event, rule -> filter.isEmpty() || filter.contains(rule.toString())));
    }
    boolean ended = next.events.size() < PAGE;
    boolean done =
        queue.complete(
            lease,
            sql -> {
              var table = table(new BusTables(sql), account, region);
              var state = table.find(name.replay).orElse(null);
              if (state == null) {
                return;
              }
              if (state.model().state() == ReplayState.CANCELLING) {
                table.put(
                    name.replay,
                    state.model().eventSourceArn(),
                    state.model().toBuilder()
                        .state(ReplayState.CANCELLED)
                        .replayEndTime(clock.instant())
                        .build());
                return;
              }
              plans.forEach(plan -> ingestion.put(sql, plan));
              advance(table, name.replay, state.model(), next.events, ended);
              if (!ended) {
                begin(sql, account, region, name.replay);
              }
            });
    if (done) {
      ingestion.announce();
      queue.announce();
    }
  }

  private static Next page(
      BusTables tables,
      AccountId account,
      Region region,
      DescribeReplayResponse replay,
      Cursor cursor) {
    var archive =
        Arn.parse(replay.eventSourceArn())
            .orElseThrow()
            .resource()
            .substring(Ingestion.ARCHIVE.length());
    return new Next(
        replay,
        tables
            .archived(account, region, archive)
            .page(replay.eventStartTime(), replay.eventEndTime(), cursor, PAGE));
  }

  private void advance(
      ResourceTable<DescribeReplayResponse> table,
      String name,
      DescribeReplayResponse replay,
      List<Archived> events,
      boolean ended) {
    var changed = replay.toBuilder().state(ended ? ReplayState.COMPLETED : ReplayState.RUNNING);
    if (!events.isEmpty()) {
      var last = events.getLast();
      changed.eventLastReplayedTime(Instant.ofEpochMilli(last.at()));
      table.cursor(name, new Cursor(last.at(), last.id()));
    }
    if (ended) {
      changed.replayEndTime(clock.instant());
    }
    table.put(name, replay.eventSourceArn(), changed.build());
  }

  private static ResourceTable<DescribeReplayResponse> table(
      BusTables tables, AccountId account, Region region) {
    return tables.resources(ResourceKind.REPLAY, account, region);
  }
}
