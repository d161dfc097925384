package dev.hearth.messaging.sources.redis;

import dev.hearth.messaging.sources.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import redis.clients.jedis.Jedis;

/// A real Redis, and who writes to it.
public final class RedisServer implements AutoCloseable {
  private final ServerProcess server;
  public final int port;
  public final Jedis client;

  public RedisServer(Path folder) throws IOException {
    var program = ServerProcess.program("/usr/bin/redis-server", "redis-server");
    port = ServerProcess.freePort();
    server =
        ServerProcess.start(
            folder,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            program.toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--requirepass",
            "secret");
    client = new Jedis("127.0.0.1", port);
    client.auth("secret");
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
