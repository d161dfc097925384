package dev.hearth.messaging.sources.nats;

import dev.hearth.messaging.sources.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real NATS server with JetStream, and who publishes there.
public final class NatsServer implements AutoCloseable {
  private final ServerProcess server;
  private final Connection connection;
  public final int port;

  public NatsServer(Path folder) throws IOException, InterruptedException {
    port = ServerProcess.freePort();
    server =
        start(folder, port, List.of("--jetstream", "--store_dir", folder.resolve("js").toString()));
    connection =
        Nats.connect(
            Options.builder()
                .server("nats://127.0.0.1:" + port)
                .userInfo("functions", "se/cret")
                .build());
  }

  /// @param more options
  static ServerProcess start(Path folder, int port, List<String> more) throws IOException {
    var program = ServerProcess.program("/usr/sbin/nats-server", "nats-server");
    var command = new java.util.ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of("--addr", "0.0.0.0", "--port", Integer.toString(port)));
    command.addAll(List.of("--user", "functions", "--pass", "se/cret"));
    command.addAll(more);
    return ServerProcess.start(
        folder,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        command.toArray(String[]::new));
  }

  /// A stream of its own subjects, whose messages go when they are acknowledged.
  public void create(String stream) throws IOException, JetStreamApiException {
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name(stream)
                .subjects(stream.toLowerCase(java.util.Locale.ROOT) + ".>")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .storageType(StorageType.Memory)
                .build());
  }

  void send(String subject, String text, @Nullable Headers headers) {
    try {
      var _ =
          connection
              .jetStream()
              .publish(
                  NatsMessage.builder()
                      .subject(subject)
                      .headers(headers)
                      .data(text.getBytes(StandardCharsets.UTF_8))
                      .build());
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  public void send(String subject, String text) {
    send(subject, text, null);
  }

  /// Messages that nobody has acknowledged.
  long left(String stream) {
    try {
      return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> consumers(String stream) {
    try {
      return connection.jetStreamManagement().getConsumerNames(stream);
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    server.close();
  }
}
