package dev.hearth.messaging.sources.nats;

import dev.hearth.messaging.sources.registered.RegisteredSource;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/// What a server keeps for one mapping: how far it is in a stream, and what it has not acknowledged
/// of that.
///
/// @param subject a filter of the stream's subjects; null for all
/// @param policy where it begins
/// @param start with the policy `ByStartTime`, else null
/// @param unacknowledged how many messages it may have
record NatsConsumer(
    String name,
    String stream,
    @Nullable String subject,
    DeliverPolicy policy,
    @Nullable Instant start,
    int unacknowledged) {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long after a Hearth died another one gets its messages. While it lives it says so.
  static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(30);

  /// The server's own usual limit.
  private static final int USUALLY_UNACKNOWLEDGED = 1_000;

  private static final int NO_SUCH_STREAM = 10_059;
  private static final int NO_SUCH_CONSUMER = 10_014;

  /// @param settings checked before
  static NatsConsumer of(
      String uuid, EventSourceMappingConfiguration settings, int unacknowledged) {
    var names = settings.queues().getFirst().split("/", 2);
    var position = settings.startingPosition();
    var policy =
        position == EventSourcePosition.LATEST
            ? DeliverPolicy.New
            : position == EventSourcePosition.AT_TIMESTAMP
                ? DeliverPolicy.ByStartTime
                : DeliverPolicy.All;
    return new NatsConsumer(
        "hearth-" + uuid,
        names[0],
        names.length > 1 ? names[1] : null,
        policy,
        settings.startingPositionTimestamp(),
        Math.max(unacknowledged, USUALLY_UNACKNOWLEDGED));
  }

  /// A connection that does not heal: whoever uses it makes another.
  Connection connect(RegisteredSource server) throws IOException, InterruptedException {
    var builder =
        Options.builder()
            .server("nats://" + server.host() + ":" + server.port(4222))
            .ignoreDiscoveredServers() // it is the operator who says where to connect
            .noReconnect()
            .connectionTimeout(PATIENCE)
            .connectionName(name)
            .errorListener(new ErrorListener() {}) // the usual one logs addresses
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    var user = server.user();
    var password = server.password();
    if (password != null) {
      builder.userInfo(Objects.requireNonNullElse(user, ""), password);
    } else if (user != null) {
      builder.token(user.toCharArray());
    }
    if (server.secure()) {
      try {
        builder.secure().dataPortType(VerifyingPort.class.getName());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has TLS", e);
      }
    }
    return Nats.connect(builder.build());
  }

  /// Takes the consumer up, or begins it.
  ConsumerContext resume(Connection connection) throws IOException, JetStreamApiException {
    var options = JetStreamOptions.builder().requestTimeout(PATIENCE).build();
    var management = connection.jetStreamManagement(options);
    if (!exists(management)) {
      var configuration =
          ConsumerConfiguration.builder()
              .durable(name)
              .ackPolicy(AckPolicy.Explicit)
              .ackWait(ACKNOWLEDGED_WITHIN)
              .maxAckPending(unacknowledged)
              .deliverPolicy(policy);
      if (subject != null) {
        configuration.filterSubject(subject);
      }
      if (start != null) {
        configuration.startTime(start.atZone(ZoneOffset.UTC));
      }
      management.addOrUpdateConsumer(stream, configuration.build());
    }
    return connection.getConsumerContext(stream, name, options);
  }

  private boolean exists(JetStreamManagement management) throws IOException, JetStreamApiException {
    try {
      var _ = management.getConsumerInfo(stream, name);
      return true;
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_SUCH_CONSUMER) {
        return false;
      }
      throw e;
    }
  }

  /// Has the server forget the consumer.
  ///
  /// @throws IllegalStateException where it cannot be told
  void end(RegisteredSource server) {
    try {
      var connection = connect(server);
      try {
        connection.jetStreamManagement().deleteConsumer(stream, name);
      } finally {
        connection.close();
      }
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NO_SUCH_CONSUMER && e.getApiErrorCode() != NO_SUCH_STREAM) {
        throw new IllegalStateException("The server " + server.name() + " keeps " + name, e);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The server " + server.name() + " keeps " + name, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
