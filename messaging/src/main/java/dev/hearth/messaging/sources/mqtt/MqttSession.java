package dev.hearth.messaging.sources.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5MessageException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What a broker keeps for one mapping: its subscription, and the messages that are not
/// acknowledged, while nobody is connected, too.
///
/// How many messages the broker hands over ahead is left to its own limit, which is 10 to 32 of the
/// usual ones: Mosquitto 2.0.11, which Debian has, keeps to no limit that it is told
/// (eclipse-mosquitto/mosquitto#2301), and a client must not bear that.
///
/// @param client the name of the session
record MqttSession(RegisteredSource broker, String client) {
  private static final int PATIENCE_MILLIS = 5_000;

  /// Ample time for a Hearth that is down; a session that nobody ended is gone after it.
  private static final Duration KEPT = Duration.ofDays(14);

  /// In Base64 it has to fit into an event, of 6 MiB. What is larger the broker does not deliver.
  private static final int LARGEST = 4 * 1024 * 1024;

  static boolean isFilter(String text) {
    try {
      MqttTopicFilter.of(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Takes the session up, or begins it.
  ///
  /// @param filter of the topics
  /// @param arrived is told of every message, on a thread that must not be held up
  /// @param lost is told when the connection is gone
  /// @throws Refusal where the broker says so
  /// @throws TimeoutException where it does not answer
  Mqtt5AsyncClient resume(String filter, Consumer<Mqtt5Publish> arrived, Consumer<Throwable> lost)
      throws Refusal, TimeoutException, InterruptedException {
    var made = client(lost);
    made.publishes(MqttGlobalPublishFilter.ALL, arrived, true); // it may bring some at once
    connect(made, false, KEPT.toSeconds());
    try {
      var subscribe =
          Mqtt5Subscribe.builder()
              .addSubscription()
              .topicFilter(filter)
              .qos(MqttQos.AT_LEAST_ONCE)
              .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
              .applySubscription()
              .build();
      var granted = answer(made.subscribe(subscribe)).getReasonCodes();
      if (!granted.equals(List.of(Mqtt5SubAckReasonCode.GRANTED_QOS_1))) {
        throw new Refusal("It does not let messages of this topic be acknowledged.", null);
      }
      return made;
    } catch (Refusal | TimeoutException | InterruptedException e) {
      var _ = made.disconnect();
      throw e;
    }
  }

  /// Has the broker forget the session.
  ///
  /// @throws IllegalStateException where it cannot be told
  void end() {
    var made = client(_ -> {});
    try {
      connect(made, true, 0);
      answer(made.disconnect());
    } catch (Refusal | TimeoutException e) {
      throw new IllegalStateException("The broker " + broker.name() + " keeps " + client, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Mqtt5AsyncClient client(Consumer<Throwable> lost) {
    boolean secure = broker.secure();
    var builder =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(client)
            .serverHost(broker.host())
            .serverPort(broker.port(secure ? 8883 : 1883))
            .transportConfig()
            .socketConnectTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .applyTransportConfig()
            .addDisconnectedListener(context -> lost.accept(context.getCause()));
    if (secure) {
      builder = builder.sslWithDefaultConfig();
    }
    var user = broker.user();
    if (user != null) {
      var password = Objects.requireNonNullElse(broker.password(), "");
      builder =
          builder
              .simpleAuth()
              .username(user)
              .password(password.getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return builder.buildAsync();
  }

  private void connect(Mqtt5AsyncClient made, boolean anew, long kept)
      throws Refusal, TimeoutException, InterruptedException {
    answer(
        made.connectWith()
            .cleanStart(anew)
            .sessionExpiryInterval(kept)
            .restrictions()
            .maximumPacketSize(LARGEST)
            .applyRestrictions()
            .send());
  }

  private static <T> T answer(CompletableFuture<T> question)
      throws Refusal, TimeoutException, InterruptedException {
    try {
      return question.get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Mqtt5MessageException refusal) {
        throw new Refusal(String.valueOf(refusal.getMessage()), refusal);
      }
      var late = new TimeoutException(String.valueOf(e.getCause()));
      late.initCause(e);
      throw late;
    }
  }

  /// What the broker says.
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message, @org.jspecify.annotations.Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
