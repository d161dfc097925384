package dev.hearth.messaging.sources.redis;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/// A real Redis, in a folder of its own, and who writes to it.
///
/// Without Redis the tests that ask for it are skipped, except where the variable `CI` is `true`:
/// there its absence is a failure.
public final class RedisServer implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Process process;
  public final int port;
  public final Jedis client;

  public RedisServer(Path folder) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    process = start(folder);
    client = new Jedis("127.0.0.1", port);
    client.auth("secret");
  }

  private Process start(Path folder) {
    try {
      var started =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--requirepass",
                  "secret")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
      awaitReady();
      return started;
    } catch (IOException _) {
      var reason = "no Redis here: install the package redis-server";
      return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
  }

  private void awaitReady() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (var jedis = new Jedis("127.0.0.1", port)) {
        jedis.auth("secret");
        return;
      } catch (JedisConnectionException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
