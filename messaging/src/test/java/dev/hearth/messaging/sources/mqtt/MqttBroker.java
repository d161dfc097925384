package dev.hearth.messaging.sources.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.hearth.messaging.sources.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A real Mosquitto, and who publishes there.
public final class MqttBroker implements AutoCloseable {
  private final ServerProcess server;
  private final Mqtt5BlockingClient publisher;
  private final Path log;
  public final int port;

  public MqttBroker(Path folder) throws IOException {
    log = folder.resolve("output");
    var program = ServerProcess.program("/usr/sbin/mosquitto", "mosquitto");
    port = ServerProcess.freePort();
    var passwords = folder.resolve("passwords");
    new ProcessBuilder("mosquitto_passwd", "-b", "-c", passwords.toString(), "functions", "se/cret")
        .start()
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
    var configuration =
        Files.writeString(
            folder.resolve("mosquitto.conf"),
            """
            user root
            listener %d 127.0.0.1
            allow_anonymous false
            password_file %s
            persistence false
            """
                .formatted(port, passwords));
    server =
        ServerProcess.start(
            folder,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            program.toString(),
            "-c",
            configuration.toString());
    publisher = client("publisher");
    publisher.connect();
  }

  private Mqtt5BlockingClient client(String name) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(name)
        .serverHost("127.0.0.1")
        .serverPort(port)
        .simpleAuth()
        .username("functions")
        .password("se/cret".getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildBlocking();
  }

  public void publish(String topic, String text) {
    publish(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  void publish(String topic, byte[] bytes) {
    publish(Mqtt5Publish.builder().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(bytes).build());
  }

  /// Publishes what the broker keeps as well: whoever makes a subscription of the topic gets it.
  void retain(String topic, String text) {
    publish(
        Mqtt5Publish.builder()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .payload(text.getBytes(StandardCharsets.UTF_8))
            .build());
  }

  void publish(Mqtt5Publish message) {
    var _ = publisher.publish(message);
  }

  /// Whether somebody of this name has connected only to begin anew, and is gone again.
  boolean wasToldToForget(String name) {
    try {
      var lines = Files.readString(log);
      int anew = lines.indexOf(" as %s (p5, c1,".formatted(name));
      return anew >= 0 && lines.indexOf("Client %s disconnected".formatted(name), anew) >= 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether there is a session of this name; it loses its connection, but nothing else.
  boolean knows(String name) {
    var client = client(name);
    boolean known =
        client.connectWith().cleanStart(false).sessionExpiryInterval(600).send().isSessionPresent();
    client.disconnect();
    return known;
  }

  @Override
  public void close() {
    publisher.disconnect();
    server.close();
  }
}
