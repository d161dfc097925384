package dev.hearth.messaging.sources.postgres;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.messaging.sources.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL whose changes can be read, in a folder of its own, and who writes there. Its
/// database `shop` is that of the role `functions`, whose password is `se/cret`.
///
/// Without PostgreSQL's programs the tests that ask for it are skipped, except where the variable
/// `CI` is `true`: there their absence is a failure.
public final class PostgresServer implements AutoCloseable {
  public final int port;
  private final Path programs;
  private final Path home;
  private Connection connection;

  /// @param level its `wal_level`, such as `logical`
  public PostgresServer(String level) throws IOException, SQLException {
    programs = programs();
    // Made by the user who runs the server: PostgreSQL refuses root and folders of others.
    home = Path.of(run("mktemp", "-d", "/tmp/hearth-postgres-XXXXXX").strip());
    port = ServerProcess.freePort();
    run(
        "sh",
        "-c",
        "echo owner | \"$0\" --pwfile=/dev/stdin \"$@\"",
        program("initdb"),
        "--pgdata=" + home.resolve("data"),
        "--username=owner",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-sync");
    start(level);
    connection = connect("postgres");
    execute("CREATE ROLE functions LOGIN REPLICATION PASSWORD 'se/cret'");
    execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
    execute("CREATE ROLE replicator LOGIN REPLICATION PASSWORD 'replicator'");
    execute("CREATE DATABASE shop OWNER functions");
    connection.close();
    connection = connect("shop");
    execute("SET ROLE functions");
    execute("CREATE SCHEMA sales");
  }

  private static Path programs() throws IOException {
    List<Path> folders = new ArrayList<>();
    var debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (var versions = Files.list(debian)) {
        versions.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin")).forEach(folders::add);
      }
    }
    for (var folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      folders.add(Path.of(folder));
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .findFirst()
        .orElseGet(
            () -> {
              var reason = "no PostgreSQL here: install the package postgresql";
              return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
            });
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  private void start(String level) throws IOException {
    run(
        program("pg_ctl"),
        "--pgdata=" + home.resolve("data"),
        "--log=" + home.resolve("log"),
        "--wait",
        // Tests kill no machine: syncing would only make them slow.
        "--options=-p %d -c listen_addresses=127.0.0.1 -c fsync=off -c wal_level=%s -k ''"
            .formatted(port, level),
        "start");
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), "owner", "owner");
  }

  /// Ends all its connections, and listens again.
  void restart() throws IOException, SQLException {
    run(program("pg_ctl"), "--pgdata=" + home.resolve("data"), "--mode=immediate", "stop");
    start("logical");
    connection = connect("shop");
    execute("SET ROLE functions");
  }

  /// In the database `shop`, as the role `functions`.
  public void execute(String... statements) {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first value of the first row; null where there is none.
  @Nullable String query(String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isEmpty(String table) {
    return query("SELECT 1 FROM " + table) == null;
  }

  /// Whether somebody reads changes.
  public boolean isRead() {
    return "t".equals(query("SELECT bool_or(active) FROM pg_replication_slots"));
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    run(program("pg_ctl"), "--pgdata=" + home.resolve("data"), "--mode=immediate", "stop");
    run("rm", "-r", home.toString());
  }

  /// Runs a program, as root by a user without rights.
  private static String run(String... command) throws IOException {
    var unprivileged =
        System.getProperty("user.name").equals("root")
            ? Stream.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
            : Stream.<String>of();
    // Not a pipe: the server inherits it, and so its end would never come.
    var output = Files.createTempFile("hearth", ".out");
    try {
      var process =
          new ProcessBuilder(Stream.concat(unprivileged, Stream.of(command)).toList())
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      var status = process.waitFor();
      var text = Files.readString(output);
      if (status != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + status + ": " + text);
      }
      return text;
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }
}
