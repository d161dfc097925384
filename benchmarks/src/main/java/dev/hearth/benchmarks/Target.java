package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Connection;
import dev.hearth.cli.Failure;
import dev.hearth.cli.HearthProcess;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The Hearth that is measured, in a process of its own.
final class Target implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  private final @Nullable HearthProcess process;
  private final Connection connection;
  private final AwsClients clients;

  private Target(@Nullable HearthProcess process, Connection connection) {
    this.process = process;
    this.connection = connection;
    clients = new AwsClients(connection);
  }

  /// The one at `endpoint`, or a new one where that is null.
  static Target open(Terminal terminal, @Nullable URI endpoint) {
    return open(terminal, endpoint, List.of());
  }

  /// The one at `endpoint`, or a new one where that is null, with `options` of `hearth up`.
  static Target open(Terminal terminal, @Nullable URI endpoint, List<String> options) {
    if (endpoint == null) {
      var process = HearthProcess.start(terminal, options);
      return new Target(process, process.connection(terminal));
    }
    var id = terminal.variable("AWS_ACCESS_KEY_ID");
    var secret = terminal.variable("AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      throw new Failure(
          "--endpoint needs a key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
          "Set them with `eval \"$(" + terminal.hearth() + " env)\"`.");
    }
    return new Target(null, new Connection(endpoint, id, secret, null, "us-east-1"));
  }

  /// A new one on `folder`, which may have been in use before.
  static Target open(Terminal terminal, Path folder) {
    var process = HearthProcess.start(terminal, folder, List.of(), Map.of());
    return new Target(process, process.connection(terminal));
  }

  Connection connection() {
    return connection;
  }

  AwsClients clients() {
    return clients;
  }

  /// @throws Failure where the Hearth is not ours to look into
  ProcessHandle server() {
    return process().handle();
  }

  /// From starting it to its ready line.
  ///
  /// @throws Failure where the Hearth is not ours
  Duration startTime() {
    return process().startTime();
  }

  private HearthProcess process() {
    if (process == null) {
      throw new Failure("This looks into the server's process: leave --endpoint out.");
    }
    return process;
  }

  /// Sandboxes in `state`: `busy`, `idle` or `parked`.
  int sandboxes(String state) {
    int count = 0;
    for (var sandbox : clients.own().get("/_hearth/sandboxes").path("sandboxes")) {
      count += sandbox.path("state").asText().equals(state) ? 1 : 0;
    }
    return count;
  }

  /// Waits until the parked sandboxes have not changed in number for a while.
  ///
  /// @return how many there are
  int awaitFullPark() {
    int[] last = {-1};
    int[] steady = {0};
    await(
        "the parked sandboxes are ready",
        () -> {
          int now = sandboxes("parked");
          steady[0] = now == last[0] ? steady[0] + 1 : 0;
          last[0] = now;
          return now > 0 && steady[0] >= 50;
        });
    return last[0];
  }

  /// Has sandboxes of a new size parked, by the first call of a function that wants such.
  ///
  /// @param parked how many are parked before
  /// @return how many are parked then
  int parkFirst(byte[] request, int parked) throws IOException {
    try (var call = new HttpConnection(connection.endpoint())) {
      var _ = call.send(request);
    }
    await("a sandbox of the new size is parked", () -> sandboxes("parked") > parked);
    return awaitFullPark();
  }

  /// Waits until as many sandboxes are parked as `count`.
  void awaitParked(int count) {
    await("sandboxes are parked again", () -> sandboxes("parked") >= count);
  }

  /// @throws Failure where it takes longer than half a minute
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new Failure("Waited in vain until " + what + ".");
      }
      LockSupport.parkNanos(POLL);
    }
  }

  @Override
  public void close() {
    clients.close();
    if (process != null) {
      process.close();
    }
  }
}
