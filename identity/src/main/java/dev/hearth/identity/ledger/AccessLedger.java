package dev.hearth.identity.ledger;

import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.Requester;
import dev.hearth.kernel.AccountId;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Remembers what each role and user has asked for, how often, when last and with what outcome, and
/// each request that was denied.
///
/// A decision is counted in memory and stored with others within [#PERIOD] and at the end, so a
/// request never waits for the ledger; what a kill takes is the tail of that time. All is bounded:
/// 200 resources for each action of a principal, 200 000 uses, 20 000 denials, 400 days, as long as
/// IAM tracks last accesses.
public final class AccessLedger implements Decisions, AutoCloseable {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("ledger");

  /// Between two writes.
  static final Duration PERIOD = Duration.ofSeconds(2);

  private static final int MOST_PENDING = 20_000;
  private static final int MOST_PENDING_DENIALS = 2_000;
  private static final long MOST_USES = 200_000;
  private static final long MOST_DENIALS = 20_000;
  private static final Duration RETENTION = Duration.ofDays(400);
  private static final Duration JOBS = Duration.ofDays(7);
  private static final System.Logger LOG = System.getLogger(AccessLedger.class.getName());

  private final Database database;
  private final InstantSource clock;
  private final PendingUses uses = new PendingUses(MOST_PENDING);
  private final BlockingQueue<AccessDenial> denials =
      new ArrayBlockingQueue<>(MOST_PENDING_DENIALS);
  private final RecentCalls recent = new RecentCalls();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread writer;

  /// @param database opened with [#SCHEMA]
  public AccessLedger(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("access ledger").start(this::write);
  }

  @Override
  public void allowed(Access.Need need, Call call, Requester requester) {
    if (isPrincipal(requester)) {
      count(need, call, requester, true);
      recent.add(need, call);
    }
  }

  @Override
  public void denied(Access.Need need, Call call, Requester requester, Explanation explanation) {
    if (!isPrincipal(requester) || !(explanation.decision() instanceof Denied denied)) {
      return;
    }
    count(need, call, requester, false);
    var denial =
        new AccessDenial(
            call.requestId(),
            call.time(),
            call.account().digits(),
            requester.principalArn(),
            requester.name(),
            need.action(),
            need.resource(),
            denied.reason(need.action()),
            explanation.deciding().map(Explanation.Match::toString).orElse(""));
    while (!denials.offer(denial)) {
      denials.poll(); // the newest are worth more
    }
  }

  private void count(Access.Need need, Call call, Requester requester, boolean allowed) {
    uses.add(
        new PendingUses.Key(
            call.account().digits(), requester.principalArn(), need.action(), need.resource()),
        call.region().name(),
        call.time(),
        allowed);
  }

  /// Services and whoever does not sign have no permissions that could be too wide.
  private static boolean isPrincipal(Requester requester) {
    return !requester.hasNoPolicies();
  }

  /// What a principal has asked for until now, by action and resource.
  public List<AccessUse> uses(AccountId account, String principalArn) {
    return read(table -> table.uses(account.digits(), principalArn));
  }

  /// What a principal was denied last, the newest first.
  public List<AccessDenial> denials(AccountId account, String principalArn, int most) {
    return read(table -> table.denials(account.digits(), principalArn, most));
  }

  /// What was denied of one request.
  public List<AccessDenial> denials(AccountId account, String requestId) {
    return read(table -> table.denials(account.digits(), requestId));
  }

  /// The access of one of the last few thousand requests that were allowed, while this process
  /// lives; nothing for others.
  public Optional<RecentCalls.Allowed> allowed(AccountId account, String requestId) {
    return recent.find(account, requestId);
  }

  /// Remembers that a report was asked for.
  public void add(ReportJob job) {
    database.write(
        sql -> {
          new LedgerTable(sql).add(job);
          return true;
        });
  }

  /// A report that was asked for; nothing after a week.
  public Optional<ReportJob> job(AccountId account, String id) {
    return database.read(sql -> new LedgerTable(sql).job(account.digits(), id));
  }

  private <T> T read(Function<LedgerTable, T> work) {
    flush();
    return database.read(sql -> work.apply(new LedgerTable(sql)));
  }

  /// Forgets what is too old or too much; to be called every few minutes.
  public void sweep() {
    var now = clock.instant();
    database.write(
        sql -> {
          var table = new LedgerTable(sql);
          table.drop(now.minus(RETENTION), MOST_USES, MOST_DENIALS);
          table.dropJobs(now.minus(JOBS));
          return true;
        });
  }

  private void write() {
    boolean ended = false;
    while (!ended) {
      try {
        ended = closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        continue; // nobody interrupts it; the end is told
      }
      try {
        flush();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The access ledger is not stored yet", e);
      }
    }
  }

  /// Stores what is counted. One at a time, so that who reads sees what another is writing.
  private synchronized void flush() {
    var counted = uses.drain();
    var refused = new ArrayList<AccessDenial>();
    denials.drainTo(refused);
    long lost = uses.lost();
    if (lost > 0) {
      LOG.log(Level.WARNING, lost + " decisions were too many at once for the access ledger");
    }
    if (counted.isEmpty() && refused.isEmpty()) {
      return;
    }
    try {
      database.write(
          sql -> {
            var table = new LedgerTable(sql);
            counted.forEach(table::add);
            refused.forEach(table::add);
            return true;
          });
    } catch (RuntimeException e) {
      uses.restore(counted);
      refused.forEach(denials::offer);
      throw e;
    }
  }

  /// Stores what is counted, and ends.
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
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
