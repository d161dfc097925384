package dev.hearth.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;

/// Brings the tables of each part up to date.
///
/// Flyway does it, but only when there is something to do: loading it costs some hundred
/// milliseconds, and nearly every start finds the tables as it left them. So the newest version
/// recorded is first compared with the newest one shipped; edits of released migrations go
/// unnoticed by that, and are for the tests to find.
final class Migrations {
  /// Flyway tells a dozen things at each migration; only its warnings matter. The field keeps the
  /// level: the JDK forgets a logger that nobody refers to.
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    FLYWAY.setLevel(Level.WARNING);
  }

  private Migrations() {}

  /// @throws StoreException when tables are newer than this program, before anything is changed, or
  ///   a migration fails
  static void apply(Engine engine, DataSource source, Handle sql, List<Schema> schemas)
      throws SQLException {
    var outdated = new ArrayList<Schema>();
    for (var schema : schemas) {
      var applied = applied(sql, schema);
      var shipped = ShippedMigrations.newest(schema);
      if (applied > shipped) {
        throw new StoreException(
            "The tables of %s have version %d, newer than the %d that this Hearth knows. Nothing was changed; start the newer Hearth."
                .formatted(schema.part(), applied, shipped));
      }
      if (applied < shipped) {
        outdated.add(schema);
      }
    }
    for (var schema : outdated) {
      migrate(engine, source, schema);
    }
  }

  private static void migrate(Engine engine, DataSource source, Schema schema) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:" + schema.folder())
          .table(schema.history())
          // The other parts' tables are already there.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .placeholders(engine.placeholders())
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "The tables of " + schema.part() + " could not be brought up to date: " + e.getMessage(),
          e);
    }
  }

  /// The newest version in the part's history; 0 without one.
  private static int applied(Handle sql, Schema schema) throws SQLException {
    try (var tables =
        sql.getConnection().getMetaData().getTables(null, null, schema.history(), null)) {
      if (!tables.next()) {
        return 0;
      }
    }
    return sql
        .select("SELECT version FROM " + schema.history() + " WHERE success = TRUE")
        .mapTo(String.class)
        .stream()
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}
