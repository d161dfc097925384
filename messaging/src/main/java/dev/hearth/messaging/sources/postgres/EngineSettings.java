package dev.hearth.messaging.sources.postgres;

import java.util.Objects;
import java.util.Properties;

/// What Debezium is told. Source: Debezium 3.5, "Debezium connector for PostgreSQL" and "Debezium
/// Engine".
final class EngineSettings {
  /// How long after a transaction the server may be told of its end, in milliseconds.
  private static final int HEARTBEAT_MILLIS = 500;

  /// Of what is read ahead, beside what waits for the function.
  private static final int MOST_BYTES = 16 << 20;

  private static final int MOST_AT_ONCE = 2_048;

  private EngineSettings() {}

  /// @param most changes that a function is given
  static Properties of(PostgresSlot slot, int most) {
    var settings = new Properties();
    settings.setProperty("name", slot.name());
    settings.setProperty("topic.prefix", "hearth");
    server(settings, slot);
    position(settings);
    values(settings);
    int batch = Math.min(most, MOST_AT_ONCE);
    settings.setProperty("max.batch.size", Integer.toString(batch));
    settings.setProperty("max.queue.size", Integer.toString(2 * batch));
    settings.setProperty("max.queue.size.in.bytes", Integer.toString(MOST_BYTES));
    settings.setProperty("poll.interval.ms", "20");
    settings.setProperty("record.processing.threads", "1");
    settings.setProperty("heartbeat.interval.ms", Integer.toString(HEARTBEAT_MILLIS));
    // It is the mapping that waits and tries again, and tells its user why.
    settings.setProperty("errors.max.retries", "0");
    settings.setProperty("slot.max.retries", "1");
    settings.setProperty("slot.retry.delay.ms", "500");
    return settings;
  }

  private static void server(Properties settings, PostgresSlot slot) {
    var server = slot.server();
    settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    settings.setProperty("database.hostname", server.host());
    settings.setProperty("database.port", Integer.toString(server.port(5432)));
    settings.setProperty("database.dbname", server.path());
    settings.setProperty("database.user", Objects.requireNonNullElse(server.user(), ""));
    settings.setProperty("database.password", Objects.requireNonNullElse(server.password(), ""));
    settings.setProperty("database.sslmode", server.secure() ? "verify-full" : "disable");
    if (server.secure()) {
      settings.setProperty("database.sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    settings.setProperty("plugin.name", "pgoutput");
    settings.setProperty("slot.name", slot.name());
    settings.setProperty("slot.drop.on.stop", "false");
    settings.setProperty("publication.name", slot.publication());
    settings.setProperty("publication.autocreate.mode", "disabled");
    settings.setProperty("table.include.list", slot.tables().pattern());
  }

  /// How far a mapping is, its slot says, and nothing beside that could say otherwise.
  private static void position(Properties settings) {
    settings.setProperty("snapshot.mode", "no_data");
    settings.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    // Changes of other tables move the slot on as well, so that it does not keep them.
    settings.setProperty("lsn.flush.mode", "connector_and_driver");
  }

  /// As people write them, rather than as numbers and bytes that need a schema.
  private static void values(Properties settings) {
    settings.setProperty("key.converter.schemas.enable", "false");
    settings.setProperty("value.converter.schemas.enable", "false");
    settings.setProperty("converter.schemas.enable", "false");
    settings.setProperty("tombstones.on.delete", "false");
    settings.setProperty("decimal.handling.mode", "string");
    settings.setProperty("time.precision.mode", "isostring");
    settings.setProperty("interval.handling.mode", "string");
    settings.setProperty("hstore.handling.mode", "json");
    settings.setProperty("binary.handling.mode", "base64");
  }
}
