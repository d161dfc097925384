package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Lineage;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.invocation.ledger.LedgerEntry;
import dev.hearth.store.Database;
import java.util.List;
import java.util.function.Supplier;

/// What a function's owner may ask of its events, for `hearth events`.
public final class EventHistory {
  private final Database database;
  private final EventQueue events;
  private final Ledger ledger;
  private final Supplier<String> requestIds;

  /// @param database the one of the queue and the ledger
  /// @param requestIds UUIDs
  public EventHistory(
      Database database, EventQueue events, Ledger ledger, Supplier<String> requestIds) {
    this.database = database;
    this.events = events;
    this.ledger = ledger;
    this.requestIds = requestIds;
  }

  /// Events that have not ended, in the order in which they become due.
  public List<EventQueue.Waiting> waiting(FunctionReference function, int most) {
    return events.waiting(function, most);
  }

  /// Events that have ended, the latest first.
  ///
  /// @param failed whether only those are wanted that did not succeed
  /// @param before the [LedgerEntry#id] that was listed last; [Long#MAX_VALUE] for the beginning
  public List<LedgerEntry> ended(
      FunctionReference function, boolean failed, long before, int most) {
    return ledger.list(function.functionArn(), failed, before, most);
  }

  /// Makes a new event of one that did not succeed; an event is redriven once, and the new one can
  /// be redriven in its turn.
  ///
  /// @return the new event's request id
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`;
  ///   `ResourceConflictException` for one that succeeded or was redriven
  public String redrive(FunctionReference function, String requestId) {
    var anew = requestIds.get();
    database.write(
        sql -> {
          var failed = ledger.failed(sql, function.functionArn(), requestId);
          var envelope = AsyncEnvelope.decode(failed.redrivable());
          // Someone has looked at it: that is the end of whatever loop it was in.
          var traceId = Lineage.forgotten(envelope.event().traceId());
          events.accept(sql, envelope.renamed(anew, traceId));
          ledger.redriven(sql, failed, anew);
          return null;
        });
    events.wake();
    return anew;
  }
}
