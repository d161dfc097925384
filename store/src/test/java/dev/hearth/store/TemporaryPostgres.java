package dev.hearth.store;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server for the tests of this process, in a folder of its own, on loopback.
///
/// Without PostgreSQL's programs the tests that ask for it are skipped, except where the variable
/// `CI` is `true`: there their absence is a failure.
public final class TemporaryPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static @Nullable TemporaryPostgres running;

  private final Path programs;
  private final Path home;
  private final int port;

  private TemporaryPostgres(Path programs, Path home, int port) {
    this.programs = programs;
    this.home = home;
    this.port = port;
  }

  /// An empty database on the server, which is started when it is first needed.
  public static PostgresAddress newDatabase() {
    try {
      var server = server();
      var name = "test" + DATABASES.incrementAndGet();
      try (var connection = DriverManager.getConnection(server.url("postgres"), "hearth", "");
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return new PostgresAddress(server.url(name), "hearth", "", 8);
    } catch (IOException | SQLException e) {
      return fail("PostgreSQL for tests", e);
    }
  }

  private static synchronized TemporaryPostgres server() throws IOException {
    if (running == null) {
      var programs =
          programs()
              .orElseGet(
                  () -> {
                    var reason = "no PostgreSQL here: install the package postgresql";
                    return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
                  });
      running = start(programs);
      Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
    }
    return running;
  }

  /// The folder of the newest initdb and postgres.
  private static Optional<Path> programs() throws IOException {
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
    return folders.stream().filter(f -> Files.isExecutable(f.resolve("initdb"))).findFirst();
  }

  private static TemporaryPostgres start(Path programs) throws IOException {
    // Made by the user who runs the server: PostgreSQL refuses root and folders of others.
    var home = Path.of(run("mktemp", "-d", "/tmp/hearth-postgres-XXXXXX").strip());
    var data = home.resolve("data").toString();
    run(
        programs.resolve("initdb").toString(),
        "--pgdata=" + data,
        "--username=hearth",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync");
    var port = freePort();
    run(
        programs.resolve("pg_ctl").toString(),
        "--pgdata=" + data,
        "--log=" + home.resolve("log"),
        "--wait",
        // Tests kill no machine: syncing would only make them slow.
        "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -k ''",
        "start");
    return new TemporaryPostgres(programs, home, port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stop() {
    try {
      run(
          programs.resolve("pg_ctl").toString(),
          "--pgdata=" + home.resolve("data"),
          "--mode=immediate",
          "stop");
      run("rm", "-r", home.toString());
    } catch (IOException e) {
      System.err.println("PostgreSQL for tests was left behind: " + e.getMessage());
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
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
