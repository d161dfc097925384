package dev.hearth.store;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A [PostgresProcess] for the tests of this process, with a database for each that asks.
public final class TemporaryPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static @Nullable PostgresProcess running;

  private TemporaryPostgres() {}

  /// An empty database on the server, which is started when it is first needed.
  public static PostgresAddress newDatabase() {
    try {
      var server = server();
      var name = "test" + DATABASES.incrementAndGet();
      try (var connection = server.connect("postgres");
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return new PostgresAddress(
          server.url(name), PostgresProcess.USER, PostgresProcess.PASSWORD, 8);
    } catch (IOException | SQLException e) {
      return fail("PostgreSQL for tests", e);
    }
  }

  private static synchronized PostgresProcess server() throws IOException {
    if (running == null) {
      var made = new PostgresProcess();
      made.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(made)));
      running = made;
    }
    return running;
  }

  private static void close(PostgresProcess server) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("PostgreSQL for tests was left behind: " + e.getMessage());
    }
  }
}
