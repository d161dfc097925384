package dev.hearth.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.SelfManagedKafka;
import dev.hearth.messaging.sources.RoleSecrets;
import dev.hearth.messaging.sources.kafka.KafkaSource;
import dev.hearth.messaging.sources.mqtt.MqttSource;
import dev.hearth.messaging.sources.nats.NatsSource;
import dev.hearth.messaging.sources.postgres.PostgresSource;
import dev.hearth.messaging.sources.rabbitmq.RabbitSource;
import dev.hearth.messaging.sources.redis.RedisSource;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.wire.outbound.AddressRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/// What is outside of Hearth and functions may read: clusters that users name, and what whoever
/// runs Hearth has registered.
final class OutsideSources {
  /// How long a Kafka cluster may take to answer.
  private static final Duration CLUSTER_PATIENCE = Duration.ofSeconds(5);

  private OutsideSources() {}

  /// @param addresses where clusters may be
  static void serve(
      EventSources sources,
      RegisteredSources registered,
      AddressRules addresses,
      RoleSecrets secrets,
      InstantSource clock) {
    sources.serve(SelfManagedKafka.SERVICE, new KafkaSource(addresses, CLUSTER_PATIENCE, secrets));
    sources.serve("mq", new RabbitSource(registered));
    sources.serve(
        "hearth",
        registered.among(
            Map.<String, EventSource>of(
                "mqtt",
                new MqttSource(registered, () -> UUID.randomUUID().toString(), clock),
                "nats",
                new NatsSource(registered),
                "postgres",
                new PostgresSource(registered),
                "redis",
                new RedisSource(registered))));
  }

  /// Secrets of Hearth's own Secrets Manager, read as their API would be.
  ///
  /// @param access asks for `lambda.amazonaws.com`
  record SecretValues(ServiceAccess access, ServiceCalls calls) implements RoleSecrets {
    @Override
    public String read(String role, Arn secret) {
      var input = JsonNodeFactory.instance.objectNode().put("SecretId", secret.toString());
      var answer =
          (GetSecretValueResponse)
              calls.call(
                  "secretsmanager",
                  "GetSecretValue",
                  input,
                  access.session(role, secret),
                  new Region(secret.region()));
      if (answer.secretString() == null) {
        throw new ServiceException(
            "InvalidParameterException", 400, "The secret " + secret + " is no text.");
      }
      return answer.secretString();
    }
  }
}
