package dev.hearth.store;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Require;
import dev.hearth.store.Database.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// A durable queue whose work is leased and not popped: what is taken and not completed in time is
/// handed out again, so a crash repeats work and never loses any.
///
/// A *lane* (such as one for each function) hands out its work in the order in which it becomes
/// due; the lanes share fairly, so one with a long backlog does not delay the others. The backlog
/// is in the database alone. A database may hold several queues, by name, and with PostgreSQL
/// several nodes may share a queue.
public final class WorkQueue {
  /// The tables, which the queue's database must have been opened with.
  public static final Schema SCHEMA = new Schema("work");

  /// Largest payload, in bytes.
  public static final int LARGEST_PAYLOAD = 4 * 1024 * 1024;

  /// Most that one call leases, for all of it is in memory then.
  public static final int LARGEST_LEASE = 1_000;

  private static final int LONGEST_LANE = 512;

  /// Few enough that other writers get between.
  private static final int PURGED_AT_ONCE = 1_000;

  private final Database database;
  private final WorkTable table;
  private final InstantSource clock;
  private final WorkSignal signal = new WorkSignal();

  /// Where the last lease ended: the next one begins behind it.
  private volatile String lastLane = "";

  /// @param name the queue's, such as `async-invoke`
  public WorkQueue(Database database, String name, InstantSource clock) {
    this.database = database;
    this.table = new WorkTable(name);
    this.clock = clock;
  }

  /// Work that is its holder's until the lease expires or another method of the queue ends it.
  ///
  /// @param id the work's
  /// @param lane the lane that it was enqueued in
  /// @param payload what was enqueued
  /// @param attempts how often it was leased, this time included, and not deferred
  /// @param deliveries how often it was leased at all, this time included
  /// @param enqueued when it was taken in
  public record Lease(
      long id, String lane, Payload payload, int attempts, int deliveries, Instant enqueued) {}

  /// Work that has not been completed, as [#list] shows it.
  ///
  /// @param start the first bytes of the payload
  /// @param attempts how often it was leased so far and not deferred
  /// @param due when it can be leased next
  /// @param leased whether someone works on it
  public record Waiting(
      Payload start, int attempts, Instant enqueued, Instant due, boolean leased) {}

  /// How much there is.
  ///
  /// @param waiting could be leased now
  /// @param delayed waits for its time
  /// @param leased is being worked on
  public record Counts(long waiting, long delayed, long leased) {}

  /// Takes work in; it is durable when this returns.
  ///
  /// @param lane 1 to 512 characters
  /// @param payload at most [#LARGEST_PAYLOAD] bytes
  /// @param notBefore when it may first be leased
  public void enqueue(String lane, Payload payload, Instant notBefore) {
    write(sql -> insert(sql, lane, payload, notBefore));
    announce();
  }

  /// As above, as part of a transaction on the queue's own database: the work is taken in if that
  /// commits. Call [#announce()] afterwards, or whoever waits for work sees it late.
  public void enqueue(Handle sql, String lane, Payload payload, Instant notBefore) {
    insert(sql, lane, payload, notBefore);
  }

  private int insert(Handle sql, String lane, Payload payload, Instant notBefore) {
    Require.between("lane's length", lane.length(), 1, LONGEST_LANE);
    Require.between("payload's size", payload.size(), 0, LARGEST_PAYLOAD);
    return table.insert(sql, lane, payload, notBefore, clock.instant());
  }

  /// Wakes those who wait for work.
  public void announce() {
    signal.raise();
  }

  /// A lane's work in the order in which it becomes due, leased or not.
  ///
  /// @param bytes of each payload that are wanted
  public List<Waiting> list(String lane, int most, int bytes) {
    return database.read(sql -> table.list(sql, lane, most, bytes));
  }

  /// Leases up to `most` that are due; when there are none, waits for the first.
  ///
  /// What another node enqueues is seen when `patience` ends, not before.
  ///
  /// @param most 1 to [#LARGEST_LEASE]
  /// @param hold how long the lease lasts
  /// @param patience how long to wait; zero looks once
  /// @return nothing when none became due in time or the thread was interrupted
  public List<Lease> lease(int most, Duration hold, Duration patience) {
    Require.between("most", most, 1, LARGEST_LEASE);
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var seen = signal.raised();
      var leases = write(sql -> take(sql, most, hold));
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (!leases.isEmpty() || !left.isPositive()) {
        return leases;
      }
      var due = database.read(table::nextDue);
      var wait = due.map(at -> Duration.between(clock.instant(), at)).orElse(left);
      if (!signal.await(seen, wait.compareTo(left) < 0 ? wait : left)) {
        return List.of();
      }
    }
  }

  private List<Lease> take(Handle sql, int most, Duration hold) {
    var now = clock.instant();
    var lanes = new LinkedHashSet<>(table.dueLanes(sql, lastLane, now, most));
    if (lanes.size() < most) {
      lanes.addAll(table.dueLanes(sql, "", now, most - lanes.size())); // around the circle
    }
    List<Lease> leases = new ArrayList<>();
    int before;
    do { // again where lanes with little work left some of their share
      before = leases.size();
      var lanesLeft = lanes.size();
      for (var lane : lanes) {
        if (leases.size() == most) {
          break;
        }
        var share = Math.ceilDiv(most - leases.size(), lanesLeft--);
        leases.addAll(table.take(sql, lane, now, now.plus(hold), share));
        lastLane = lane;
      }
    } while (leases.size() < most && leases.size() > before);
    return leases;
  }

  /// The work is done.
  ///
  /// @return false when the lease had expired and another holds the work now, so it is done twice
  public boolean complete(Lease lease) {
    return write(sql -> complete(sql, lease));
  }

  /// As above, as part of a transaction on the queue's own database.
  public boolean complete(Handle sql, Lease lease) {
    return table.delete(sql, lease);
  }

  /// The work is done, and with it `last`: a crash keeps both or neither. `last` does not run where
  /// the answer is false.
  ///
  /// @return false when the lease had expired and another holds the work now
  public boolean complete(Lease lease, Consumer<Handle> last) {
    return write(
        sql -> {
          var held = complete(sql, lease);
          if (held) {
            last.accept(sql);
          }
          return held;
        });
  }

  /// The attempt failed; the next is made at `at`.
  ///
  /// @return false when the lease had expired and another holds the work now
  public boolean retry(Lease lease, Instant at) {
    return reschedule(lease, at, false, lease.attempts());
  }

  /// There was no attempt, for want of capacity; it is made at `at`.
  ///
  /// @return false when the lease had expired and another holds the work now
  public boolean defer(Lease lease, Instant at) {
    return reschedule(lease, at, false, lease.attempts() - 1);
  }

  /// Holds the work for `hold` from now.
  ///
  /// @return false when the lease had expired and another holds the work now
  public boolean extend(Lease lease, Duration hold) {
    return reschedule(lease, clock.instant().plus(hold), true, lease.attempts());
  }

  private boolean reschedule(Lease lease, Instant due, boolean leased, int attempts) {
    var done = write(sql -> table.reschedule(sql, lease, due, leased, attempts));
    signal.raise(); // whoever waits must compute anew when something is due
    return done;
  }

  /// Ends every lease, so that what a process held when it died is handed out at once. Only for a
  /// database that no other process uses; an attempt that was cut off so is not counted.
  ///
  /// @return how many leases there were
  public int reclaim() {
    var reclaimed = write(sql -> table.reclaim(sql, clock.instant()));
    signal.raise();
    return reclaimed;
  }

  /// Deletes a lane's work, leased or not, and tells how much that was.
  public long purge(String lane) {
    var purged = 0L;
    while (true) {
      var count = write(sql -> table.purge(sql, lane, PURGED_AT_ONCE));
      purged += count;
      if (count < PURGED_AT_ONCE) {
        return purged;
      }
    }
  }

  /// Counts the queue's work, in time by its length.
  public Counts counts() {
    return database.read(sql -> table.counts(sql, clock.instant()));
  }

  /// All statements that write find their rows by themselves: nothing needs to be serializable.
  private <T> T write(Database.Work<T> work) {
    return database.write(Isolation.READ_COMMITTED, work);
  }
}
