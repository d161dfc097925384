package dev.hearth.messaging.mappings;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.EndPointType;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Kafka clusters that users name by their bootstrap servers: what they have in place of an ARN.
public final class SelfManagedKafka {
  /// The service in an ARN that is ours, and never shown.
  public static final String SERVICE = "self-managed-kafka";

  private SelfManagedKafka() {}

  /// What stands for the ARN that such a source has not.
  public static Arn arn(
      Region region, AccountId account, EventSourceMappingConfiguration settings) {
    return Arn.of(
        SERVICE, region, account, servers(settings) + "/" + String.join(",", settings.topics()));
  }

  /// The bootstrap servers, `host:port,host:port`, in an order that says nothing.
  public static String servers(EventSourceMappingConfiguration settings) {
    var source = settings.selfManagedEventSource();
    var servers =
        source == null
            ? List.<String>of()
            : source.endpoints().getOrDefault(EndPointType.KAFKA_BOOTSTRAP_SERVERS, List.of());
    return servers.stream().sorted().collect(Collectors.joining(","));
  }
}
