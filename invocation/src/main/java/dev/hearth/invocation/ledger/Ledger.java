package dev.hearth.invocation.ledger;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Database.Isolation;
import dev.hearth.store.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What became of every event. A row is written when an event ends and not before, in the
/// transaction that takes it off its queue: accepting one stays a single write, and an event is
/// either in the queue or here, never in both and never in neither.
public final class Ledger {
  /// The tables, which the database must have been opened with.
  public static final Schema SCHEMA = new Schema("events");

  /// Longest reason that is kept, in characters.
  private static final int LONGEST_REASON = 1_024;

  /// Few enough that other writers get between.
  private static final int SWEPT_AT_ONCE = 1_000;

  private final Database database;
  private final Retention retention;

  public Ledger(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /// A failed event that can be run again.
  ///
  /// @param redrivable as it was given in [Ended]
  public record Failed(long id, Payload redrivable) {}

  /// Enters an event's end, as part of the caller's transaction.
  ///
  /// @return the entry's id
  public long enter(Handle sql, Ended ended) {
    return new LedgerTable(sql).insert(ended, shortened(ended.why()));
  }

  /// Enters what is sent to a destination, as part of the caller's transaction.
  public void enter(Handle sql, long id, Sending sending) {
    new LedgerTable(sql).insert(id, sending, shortened(sending.why()));
  }

  /// Enters how far a sending is, as part of the caller's transaction.
  public void update(Handle sql, long id, Sending sending) {
    new LedgerTable(sql).update(id, sending, shortened(sending.why()));
  }

  /// A function's ended events, the latest first.
  ///
  /// @param functionArn without a qualifier
  /// @param failed whether only those are wanted that did not succeed
  /// @param before the id that was listed last; [Long#MAX_VALUE] for the beginning
  public List<LedgerEntry> list(String functionArn, boolean failed, long before, int most) {
    return database.read(sql -> new LedgerTable(sql).list(functionArn, failed, before, most));
  }

  /// Finds a failed event that was not redriven yet, as part of the caller's transaction.
  ///
  /// @throws ServiceException `ResourceNotFoundException`; `ResourceConflictException` for one that
  ///   succeeded or was redriven
  public Failed failed(Handle sql, String functionArn, String requestId) {
    var row =
        new LedgerTable(sql)
            .find(functionArn, requestId)
            .orElseThrow(
                () ->
                    new ServiceException(
                        "ResourceNotFoundException",
                        404,
                        "No event " + requestId + " of " + functionArn + " has ended."));
    if (row.redrivenAs() != null) {
      throw conflict(requestId + " was redriven already, as " + row.redrivenAs() + ".");
    }
    if (row.redrivable() == null) {
      throw conflict(requestId + " succeeded.");
    }
    return new Failed(row.id(), row.redrivable());
  }

  /// Enters that another event was made of a failed one, as part of the caller's transaction.
  public void redriven(Handle sql, Failed failed, String requestId) {
    new LedgerTable(sql).redriven(failed.id(), requestId);
  }

  private static ServiceException conflict(String message) {
    return new ServiceException("ResourceConflictException", 409, "Event " + message);
  }

  /// Deletes what is older or more than is kept; to be called every few minutes.
  public void sweep(Instant now) {
    var oldest = now.minus(retention.longest());
    sweep(sql -> new LedgerTable(sql).deleteEndedBefore(oldest, SWEPT_AT_ONCE));
    sweepSurplus(true, retention.successes());
    sweepSurplus(false, retention.failures());
  }

  private void sweepSurplus(boolean succeeded, int kept) {
    // Read apart from the writes, for it passes over all that is kept.
    database
        .<Optional<Long>>read(sql -> new LedgerTable(sql).behind(succeeded, kept))
        .ifPresent(
            id -> sweep(sql -> new LedgerTable(sql).deleteUpTo(id, succeeded, SWEPT_AT_ONCE)));
  }

  private void sweep(Database.Work<Integer> delete) {
    int swept;
    do {
      swept = database.write(Isolation.READ_COMMITTED, delete);
    } while (swept == SWEPT_AT_ONCE);
  }

  private static String shortened(String why) {
    return why.length() <= LONGEST_REASON ? why : why.substring(0, LONGEST_REASON);
  }
}
