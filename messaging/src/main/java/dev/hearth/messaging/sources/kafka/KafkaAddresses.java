package dev.hearth.messaging.sources.kafka;

import dev.hearth.wire.outbound.AddressRules;
import java.lang.reflect.Field;
import java.net.InetAddress;
import org.apache.kafka.clients.HostResolver;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// Keeps Kafka's client from connecting to addresses that it must not reach. A cluster tells its
/// clients where its brokers are, so it does not suffice to look at the servers that a user names;
/// and a name may lead elsewhere the next time.
final class KafkaAddresses {
  private KafkaAddresses() {}

  /// Has every connection of a consumer go to what `rules` allow, and nowhere else.
  ///
  /// The client looks up every name and address right before it connects, by a resolver that no
  /// setting replaces. Where a newer client keeps it elsewhere, this fails, and nothing is read.
  static void restrict(KafkaConsumer<?, ?> consumer, AddressRules rules) {
    try {
      var network = value(value(value(consumer, "delegate"), "client"), "client");
      var connections = value(network, "connectionStates");
      HostResolver resolver = host -> new InetAddress[] {rules.resolve(host)};
      field(connections, "hostResolver").set(connections, resolver);
    } catch (ReflectiveOperationException e) {
      consumer.close();
      throw new IllegalStateException("This Kafka client cannot be kept from addresses", e);
    }
  }

  private static Object value(Object object, String name) throws ReflectiveOperationException {
    return field(object, name).get(object);
  }

  private static Field field(Object object, String name) throws NoSuchFieldException {
    var field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
