package dev.hearth.server;

import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.identity.Identity;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.messaging.buses.EventBridgePart;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.messaging.schedules.SchedulerPart;
import dev.hearth.messaging.topics.TopicsPart;
import dev.hearth.observability.BufferedLogs;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.DataFolder;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import dev.hearth.workflows.execution.DurableExecutions;
import java.util.concurrent.CompletableFuture;

/// The databases of a data folder. They are apart so that much logging, or many events or messages,
/// slow nothing else.
record Stores(Database control, Database events, Database messaging, Database logs, Database audit)
    implements AutoCloseable {
  /// Opens them side by side.
  static Stores open(DataFolder folder) {
    var events =
        CompletableFuture.supplyAsync(
            () ->
                Databases.sqlite(
                    folder.eventsDatabase(),
                    WorkQueue.SCHEMA,
                    Ledger.SCHEMA,
                    DurableExecutions.SCHEMA));
    var messaging =
        CompletableFuture.supplyAsync(
            () ->
                Databases.sqlite(
                    folder.messagingDatabase(),
                    WorkQueue.SCHEMA,
                    QueuesPart.SCHEMA,
                    TopicsPart.SCHEMA,
                    EventBridgePart.SCHEMA,
                    SchedulerPart.SCHEMA,
                    MappingStore.SCHEMA));
    var logs =
        CompletableFuture.supplyAsync(
            () -> Databases.sqlite(folder.logsDatabase(), BufferedLogs.SCHEMA));
    var audit =
        CompletableFuture.supplyAsync(
            () -> Databases.sqlite(folder.auditDatabase(), AuditTrail.SCHEMA, AccessLedger.SCHEMA));
    var control =
        Databases.sqlite(
            folder.controlDatabase(), Identity.SCHEMA, FunctionsPart.SCHEMA, SecretsPart.SCHEMA);
    return new Stores(control, events.join(), messaging.join(), logs.join(), audit.join());
  }

  @Override
  public void close() {
    audit.close();
    logs.close();
    messaging.close();
    events.close();
    control.close();
  }
}
