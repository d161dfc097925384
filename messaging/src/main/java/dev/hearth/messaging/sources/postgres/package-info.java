/// Changes of tables of PostgreSQL as sources of event source mappings, by logical replication.
///
/// Start with [dev.hearth.messaging.sources.postgres.PostgresSource]. The stream is read with
/// Debezium's embedded engine, which is loaded when the first mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.postgres;

import org.jspecify.annotations.NullMarked;
