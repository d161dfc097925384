package dev.hearth.messaging.topics.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.filter.FilterPolicy;
import dev.hearth.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Topics with their confirmed subscriptions, from memory: for publishing, and for whoever decides
/// requests by a topic's policy.
public final class TopicCache implements ResourcePolicies {
  /// Bounds memory: a subscription takes about a kilobyte.
  private static final int MOST_SUBSCRIPTIONS = 100_000;

  // A change on this node is seen at once; one on another node after this time at most.
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final Database database;
  private final Cache<TopicArn, Optional<Remembered>> remembered =
      Caffeine.newBuilder()
          .maximumWeight(MOST_SUBSCRIPTIONS)
          .weigher((TopicArn _, Optional<Remembered> topic) -> weight(topic))
          .expireAfterWrite(LIFE)
          .build();

  TopicCache(Database database) {
    this.database = database;
  }

  /// A topic and who gets its messages.
  public record Remembered(Topic topic, List<Subscriber> subscribers) {}

  /// A confirmed subscription.
  ///
  /// @param filter null where it wants every message
  public record Subscriber(Subscription subscription, @Nullable FilterPolicy filter) {}

  /// The topic, or nothing where there is none.
  public Optional<Remembered> find(TopicArn arn) {
    return remembered.get(arn, this::load);
  }

  @Override
  public Optional<String> find(String resourceArn) {
    return resourceArn.startsWith("arn:aws:sns:")
        ? TopicArn.find(resourceArn).flatMap(this::find).map(found -> found.topic().policy())
        : Optional.empty();
  }

  /// Drops what is remembered; to be called when a change is durable.
  void forget(TopicArn arn) {
    remembered.invalidate(arn);
  }

  // The cache holds back [#forget] while it loads, so nothing old is remembered after a change.
  private Optional<Remembered> load(TopicArn arn) {
    return database.read(
        sql -> {
          var tables = new TopicTables(sql);
          return tables
              .find(arn)
              .map(topic -> new Remembered(topic, subscribers(tables.subscriptions(), arn)));
        });
  }

  private static List<Subscriber> subscribers(SubscriptionTable table, TopicArn arn) {
    var subscribers = new ArrayList<Subscriber>();
    for (var subscription : table.confirmed(arn)) {
      var policy = subscription.attributes().get("FilterPolicy");
      var scope = subscription.attributes().get("FilterPolicyScope");
      subscribers.add(
          new Subscriber(
              subscription, policy == null ? null : FilterPolicy.compile(policy, scope)));
    }
    return List.copyOf(subscribers);
  }

  private static int weight(Optional<Remembered> topic) {
    return 1 + topic.map(found -> found.subscribers().size()).orElse(0);
  }
}
