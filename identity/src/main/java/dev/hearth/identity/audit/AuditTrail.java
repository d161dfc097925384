package dev.hearth.identity.audit;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Audit;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes the trail: lines of many calls in one transaction.
///
/// The line of a management call is durable before its answer leaves, so an answer that a client
/// got is in the trail. While the store does not take lines, as on a full disk, answers wait a
/// moment and then leave; their lines stay in memory and are stored later, and once too many wait,
/// management calls are refused before they have any effect. What a kill takes is what was being
/// answered then. Lines of data events do not hold up their calls and are dropped where there is no
/// room.
public final class AuditTrail implements Audit, AutoCloseable {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("audit");

  private static final int MOST_PENDING = 10_000;
  private static final int BATCH = 500;
  private static final int DROPPED_AT_ONCE = 1_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

  private final Database database;
  private final AuditConfig config;
  private final AccountId home;
  private final InstantSource clock;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MOST_PENDING);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread writer;

  /// @param line null for the end
  private record Pending(@Nullable AuditLine line, CountDownLatch stored) {
    static final Pending END = new Pending(null, new CountDownLatch(0));
  }

  /// @param database opened with [#SCHEMA]
  /// @param home the account to which failed signatures are told
  public AuditTrail(Database database, AuditConfig config, AccountId home, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.home = home;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("audit").start(this::write);
  }

  @Override
  public void admit(String service, String operation) {
    if (queue.remainingCapacity() == 0 && EventKinds.isManagement(service, operation)) {
      throw new ServiceException(
          "ServiceUnavailableException",
          503,
          "The audit trail cannot be written, so nothing may be changed. Try again later.");
    }
  }

  @Override
  public void answered(Answered answered) {
    var call = answered.call();
    boolean management = EventKinds.isManagement(call.service(), call.operation());
    if (!management && !config.dataEvents()) {
      return;
    }
    var pending = new Pending(AuditEvents.of(answered), new CountDownLatch(1));
    if (!management) {
      queue.offer(pending);
      return;
    }
    try {
      if (!queue.offer(pending, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.ERROR, "The audit trail has no room for request " + call.requestId());
      } else if (!pending.stored().await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "Request " + call.requestId() + " is not in the audit trail yet");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void failed(FailedSignature failed) {
    var line = AuditEvents.of(failed, home, clock.instant());
    queue.offer(new Pending(line, new CountDownLatch(1)));
  }

  /// One consistent look.
  public <T extends @Nullable Object> T read(Function<AuditTable, T> work) {
    return database.read(sql -> work.apply(new AuditTable(sql)));
  }

  /// Drops what is older than is to be kept; to be called every few minutes.
  public void sweep() {
    var before = clock.instant().minus(config.retention());
    int dropped;
    do {
      dropped = database.write(sql -> new AuditTable(sql).drop(before, DROPPED_AT_ONCE));
    } while (dropped == DROPPED_AT_ONCE);
  }

  private void write() {
    var batch = new ArrayList<Pending>(BATCH);
    boolean ended = false;
    while (!ended) {
      try {
        batch.add(queue.take());
      } catch (InterruptedException _) {
        continue; // nobody interrupts it; the end is told
      }
      queue.drainTo(batch, BATCH - 1);
      ended = batch.contains(Pending.END);
      store(batch);
      batch.forEach(pending -> pending.stored().countDown());
      batch.clear();
    }
  }

  private void store(List<Pending> batch) {
    var lines = new ArrayList<AuditLine>(batch.size());
    for (var pending : batch) {
      if (pending.line() != null) {
        lines.add(pending.line());
      }
    }
    boolean stored = lines.isEmpty();
    while (!stored) {
      try {
        stored =
            database.write(
                sql -> {
                  new AuditTable(sql).append(lines);
                  return true;
                });
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, lines.size() + " lines of the audit trail are not stored yet", e);
        if (pausedToTheEnd()) {
          return;
        }
      }
    }
  }

  private boolean pausedToTheEnd() {
    try {
      return closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  /// Stores what waits, with one last try, and ends.
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    boolean told = false;
    while (!told || writer.isAlive()) {
      try {
        if (!told) {
          queue.put(Pending.END);
          told = true;
        }
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
