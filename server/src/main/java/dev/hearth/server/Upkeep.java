package dev.hearth.server;

import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.async.AsyncPart;
import dev.hearth.observability.LogRetention;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.workflows.execution.DurableExecutions;
import java.time.Duration;
import java.time.InstantSource;

/// What a Hearth does without being asked, from its start to its end: it runs what is due, keeps
/// leases, and drops what is old.
record Upkeep(
    Invoker invoker,
    AsyncPart async,
    DurableExecutions durable,
    Messaging messaging,
    SecretsPart secrets,
    Database logs,
    AuditTrail trail,
    AccessLedger ledger,
    InstantSource clock) {
  /// Starts, until `closing` closes what was added to it.
  void start(Closing closing) {
    var chores = closing.add(new Chores());
    chores.every(Duration.ofSeconds(10), "close idle sandboxes", invoker::reap);
    chores.every(Duration.ofSeconds(15), "keep the leases of running events", async::extendLeases);
    chores.every(
        Duration.ofSeconds(15), "keep the leases of durable executions", durable::extendLeases);
    chores.every(
        Duration.ofMinutes(5),
        "forget durable executions that ended long ago",
        durable.executions()::forget);
    chores.every(
        Duration.ofMinutes(1), "delete expired logs", new LogRetention(logs, clock)::sweep);
    chores.every(Duration.ofMinutes(10), "drop old lines of the audit trail", trail::sweep);
    chores.every(Duration.ofMinutes(10), "forget old uses of permissions", ledger::sweep);
    chores.every(Duration.ofMinutes(1), "delete and rotate keys, delete secrets", secrets::sweep);
    chores.every(Duration.ofMinutes(10), "delete old events from the ledger", async::sweep);
    durable.start(true);
    async.start(true); // the data folder's lock sees to it
    messaging.start(chores, closing.add(new Chores()));
  }
}
