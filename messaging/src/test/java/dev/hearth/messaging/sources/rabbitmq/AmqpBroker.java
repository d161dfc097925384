package dev.hearth.messaging.sources.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.hearth.messaging.sources.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// A real RabbitMQ, in a folder of its own, and who writes to it.
public final class AmqpBroker implements AutoCloseable {
  private static final String PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final Path folder;
  private final Process server;
  private final Map<String, String> environment;
  private final Connection connection;
  public final int port;
  final Channel channel;

  public AmqpBroker(Path folder) throws IOException {
    var program = ServerProcess.program(PROGRAM, "rabbitmq-server");
    this.folder = folder;
    port = ServerProcess.freePort();
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        """
        default_user = functions
        default_pass = se/cret
        default_vhost = orders
        listeners.tcp.1 = 127.0.0.1:%d
        """
            .formatted(port));
    // Erlang's port mapper is its own as well, for it outlives who started it.
    environment =
        Map.ofEntries(
            Map.entry("HOME", folder.toString()),
            Map.entry("ERL_EPMD_PORT", Integer.toString(ServerProcess.freePort())),
            Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
            Map.entry("ERL_EPMD_RELAXED_COMMAND_CHECK", "true"), // it may be told to end
            Map.entry("RABBITMQ_NODENAME", "test@localhost"),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ServerProcess.freePort())),
            Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
            Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString()),
            Map.entry("RABBITMQ_MNESIA_BASE", folder.toString()),
            Map.entry("RABBITMQ_LOG_BASE", folder.toString()));
    server = run(folder, program.toString());
    connection = connect();
    channel = connection.createChannel();
  }

  private Process run(Path folder, String... command) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private Connection connect() {
    var factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setUsername("functions");
    factory.setPassword("se/cret");
    factory.setVirtualHost("orders");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return factory.newConnection();
      } catch (IOException | TimeoutException e) {
        if (System.nanoTime() > end || !server.isAlive()) {
          throw new IllegalStateException("RabbitMQ did not start", e);
        }
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  /// A queue whose dead letters go to another of its name and `-dead`.
  public void create(String queue) throws IOException {
    channel.queueDeclare(queue + "-dead", false, false, false, Map.of());
    var arguments = new HashMap<String, Object>();
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", queue + "-dead");
    channel.queueDeclare(queue, false, false, false, arguments);
  }

  public void send(String queue, String body) throws IOException {
    send(queue, new BasicProperties(), body);
  }

  void send(String queue, BasicProperties properties, String body) throws IOException {
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  /// Messages that nobody has taken.
  int left(String queue) {
    try {
      return channel.queueDeclarePassive(queue).getMessageCount();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
    var processes = server.descendants().toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
    server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    run(folder, "epmd", "-kill").onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
