package dev.hearth.messaging.sources.postgres;

import dev.hearth.messaging.sources.registered.RegisteredSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// What a server keeps for one mapping: a logical replication slot, which says how far it is, and a
/// publication of its tables, unless the operator's URL names one (`?publication=NAME`). Both are
/// named `hearth_` and the mapping's UUID.
final class PostgresSlot {
  /// How long a server may take to let us in.
  private static final int CONNECT_SECONDS = 5;

  /// How long it may take to answer: a slot is made when the transactions that run have ended.
  private static final int ANSWER_SECONDS = 30;

  /// How long the end of a connection may take to reach a server.
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String OBJECT_IN_USE = "55006";
  private static final String UNDEFINED_OBJECT = "42704";
  private static final String INVALID_CATALOG_NAME = "3D000";
  private static final String INVALID_AUTHORIZATION = "28";

  /// Classes of errors that servers tell of a connection, and not of what is asked.
  private static final Set<String> OF_CONNECTIONS = Set.of("08", "57", "XX");

  private final RegisteredSource server;
  private final PostgresTables tables;
  private final String name;

  /// @param uuid the mapping's
  PostgresSlot(RegisteredSource server, String uuid, PostgresTables tables) {
    this.server = server;
    this.tables = tables;
    name = "hearth_" + uuid.replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /// What the mapping's user is told; it names neither addresses nor users.
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String why, @Nullable Throwable cause) {
      super(why, cause);
    }
  }

  RegisteredSource server() {
    return server;
  }

  PostgresTables tables() {
    return tables;
  }

  String name() {
    return name;
  }

  String publication() {
    return Objects.requireNonNullElse(server.parameter("publication"), name);
  }

  /// Sees to it that changes can be read, and from when on they are kept.
  void prepare() throws Refusal {
    if (server.path().isEmpty()) {
      throw new Refusal("Its URL names no database.", null);
    }
    try (var connection = connect()) {
      checkLevel(connection);
      for (var table : tables.all()) {
        if (!exists(
            connection,
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relkind IN ('r', 'p') AND n.nspname = ? AND c.relname = ?",
            table.schema(),
            table.name())) {
          throw new Refusal("There is no table %s.".formatted(table), null);
        }
      }
      publish(connection);
      keep(connection);
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  private static void checkLevel(Connection connection) throws SQLException, Refusal {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW wal_level")) {
      rows.next();
      var level = rows.getString(1);
      if (!level.equals("logical")) {
        throw new Refusal(
            ("Its wal_level is \"%s\" (expected: \"logical\", which takes a restart of the"
                    + " server).")
                .formatted(level),
            null);
      }
    }
  }

  private void publish(Connection connection) throws SQLException, Refusal {
    if (server.parameter("publication") == null) {
      if (!exists(connection, "SELECT 1 FROM pg_publication WHERE pubname = ?", name)) {
        createPublication(connection);
      }
      return;
    }
    for (var table : tables.all()) {
      if (!exists(
          connection,
          "SELECT 1 FROM pg_publication_tables"
              + " WHERE pubname = ? AND schemaname = ? AND tablename = ?",
          publication(),
          table.schema(),
          table.name())) {
        throw new Refusal("The table %s is not in its publication.".formatted(table), null);
      }
    }
  }

  private void createPublication(Connection connection) throws SQLException, Refusal {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
              .formatted(name, tables.quoted()));
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new Refusal(
            "Its user may not publish the tables, for which it must own them and have CREATE in the"
                + " database, and its URL names no publication that has them"
                + " (?publication=NAME).",
            e);
      }
      throw e;
    }
  }

  private void keep(Connection connection) throws SQLException, Refusal {
    if (exists(connection, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", name)) {
      if (exists(
          connection,
          "SELECT 1 FROM pg_replication_slots WHERE slot_name = ? AND wal_status = 'lost'",
          name)) {
        throw new Refusal(
            "Changes that were not read yet are lost, for they took more than the server keeps"
                + " (max_slot_wal_keep_size); only a new mapping can go on.",
            null);
      }
      return;
    }
    try (var create =
        statement(connection, "SELECT pg_create_logical_replication_slot(?, 'pgoutput')", name)) {
      create.execute();
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new Refusal("Its user may not replicate (expected: a role with REPLICATION).", e);
      }
      throw e;
    }
  }

  /// Has the server forget the mapping.
  ///
  /// @throws IllegalStateException where it cannot be told
  void drop() {
    try (var connection = connect()) {
      long end = System.nanoTime() + ENDING.toNanos();
      while (!dropped(connection)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "The server %s keeps %s, which is in use".formatted(server.name(), name));
        }
        LockSupport.parkNanos(100_000_000);
      }
      try (var statement = connection.createStatement()) {
        statement.execute("DROP PUBLICATION IF EXISTS " + name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The server %s keeps %s".formatted(server.name(), name), e);
    }
  }

  /// @return false while somebody still reads it
  private boolean dropped(Connection connection) throws SQLException {
    try (var drop =
        statement(
            connection,
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE slot_name = ?",
            name)) {
      drop.execute();
      return true;
    } catch (SQLException e) {
      if (OBJECT_IN_USE.equals(e.getSQLState())) {
        return false;
      }
      if (UNDEFINED_OBJECT.equals(e.getSQLState())) {
        return true;
      }
      throw e;
    }
  }

  private Connection connect() throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {server.host()});
    source.setPortNumbers(new int[] {server.port(5432)});
    source.setDatabaseName(server.path());
    source.setUser(server.user());
    source.setPassword(server.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setApplicationName("hearth");
    source.setSslMode(server.secure() ? "verify-full" : "disable");
    if (server.secure()) { // the JDK decides whom to trust, and the certificate must name the host
      source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return source.getConnection();
  }

  private static PreparedStatement statement(Connection connection, String sql, String... values)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    return statement;
  }

  private static boolean exists(Connection connection, String sql, String... values)
      throws SQLException {
    try (var statement = statement(connection, sql, values);
        var rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /// What a failure means to the mapping's user. Texts of failed connections name addresses and
  /// users, the operator's business only.
  static Refusal refusal(SQLException cause) {
    var state = Objects.requireNonNullElse(cause.getSQLState(), "08");
    if (state.startsWith(INVALID_AUTHORIZATION)) {
      return new Refusal("It does not let Hearth in.", cause);
    }
    if (state.equals(INVALID_CATALOG_NAME)) {
      return new Refusal("Its database does not exist.", cause);
    }
    if (OF_CONNECTIONS.contains(state.substring(0, 2))) {
      return new Refusal("It does not answer.", cause);
    }
    return new Refusal("It says: %s".formatted(cause.getMessage()), cause);
  }
}
