package dev.hearth.store;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real PostgreSQL in a folder of its own, on loopback, whose superuser is `owner` with the
/// password `owner`.
///
/// Without PostgreSQL's programs the tests that ask for it are skipped, except where the variable
/// `CI` is `true`: there their absence is a failure.
public final class PostgresProcess implements AutoCloseable {
  static final String USER = "owner";
  static final String PASSWORD = "owner";

  private final Path programs;
  private final Path home;
  public final int port;

  /// Makes it; nothing runs yet.
  public PostgresProcess() throws IOException {
    programs = programs();
    // Made by the user who runs the server: PostgreSQL refuses root and folders of others.
    home = Path.of(run("mktemp", "-d", "/tmp/hearth-postgres-XXXXXX").strip());
    port = freePort();
    run(
        "sh",
        "-c",
        "echo " + PASSWORD + " | \"$0\" --pwfile=/dev/stdin \"$@\"",
        program("initdb"),
        "--pgdata=" + home.resolve("data"),
        "--username=" + USER,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-sync");
  }

  /// The folder of the newest initdb and postgres.
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  /// Starts it, and returns when it answers.
  ///
  /// @param settings each as `name=value`
  public void start(String... settings) throws IOException {
    run(
        program("pg_ctl"),
        "--pgdata=" + home.resolve("data"),
        "--log=" + home.resolve("log"),
        "--wait",
        // Tests kill no machine: syncing would only make them slow.
        "--options=-p %d -c listen_addresses=127.0.0.1 -c fsync=off -k '' %s"
            .formatted(
                port,
                Stream.of(settings).map(each -> "-c " + each).collect(Collectors.joining(" "))),
        "start");
  }

  /// Ends it with all its connections; what it has been told stays.
  public void stop() throws IOException {
    run(program("pg_ctl"), "--pgdata=" + home.resolve("data"), "--mode=immediate", "stop");
  }

  /// As the superuser.
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  /// For JDBC.
  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /// Stops it, and deletes all that it has.
  @Override
  public void close() throws IOException {
    stop();
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
