package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Subscriptions in one transaction.
public final class SubscriptionTable {
  private static final String OF_TOPIC =
      " WHERE account = :account AND region = :region AND topic = :topic";
  private static final String OF_SUBSCRIPTION = OF_TOPIC + " AND id = :id";

  private final Handle sql;

  SubscriptionTable(Handle sql) {
    this.sql = sql;
  }

  public Optional<Subscription> find(SubscriptionArn arn) {
    return bind(arn.topic(), sql.createQuery("SELECT * FROM topic_subscriptions" + OF_SUBSCRIPTION))
        .bind("id", arn.id())
        .map((row, _) -> subscription(row))
        .findOne();
  }

  /// A topic's subscription of this endpoint, in whatever state.
  public Optional<Subscription> find(TopicArn topic, String protocol, String endpoint) {
    return bind(
            topic,
            sql.createQuery(
                "SELECT * FROM topic_subscriptions"
                    + OF_TOPIC
                    + " AND protocol = :protocol AND endpoint = :endpoint"))
        .bind("protocol", protocol)
        .bind("endpoint", endpoint)
        .map((row, _) -> subscription(row))
        .findOne();
  }

  /// A topic's subscription that this token confirms.
  public Optional<Subscription> withToken(TopicArn topic, String token) {
    return bind(
            topic,
            sql.createQuery("SELECT * FROM topic_subscriptions" + OF_TOPIC + " AND token = :token"))
        .bind("token", token)
        .map((row, _) -> subscription(row))
        .findOne();
  }

  /// Those of a topic that get its messages.
  public List<Subscription> confirmed(TopicArn topic) {
    return bind(
            topic,
            sql.createQuery(
                "SELECT * FROM topic_subscriptions" + OF_TOPIC + " AND state = 'CONFIRMED'"))
        .map((row, _) -> subscription(row))
        .list();
  }

  /// A topic's subscriptions that are not deleted, by id.
  ///
  /// @param after the id behind which to begin; empty for the beginning
  public List<Subscription> list(TopicArn topic, String after, int most) {
    return bind(
            topic,
            sql.createQuery(
                "SELECT * FROM topic_subscriptions"
                    + OF_TOPIC
                    + " AND id > :after AND state <> 'DELETED' ORDER BY id LIMIT :most"))
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> subscription(row))
        .list();
  }

  /// An account's own subscriptions that are not deleted, by ARN.
  ///
  /// @param account with `topic` and `id` what was listed last; empty for the beginning
  public List<Subscription> list(
      AccountId owner, Region region, String account, String topic, String id, int most) {
    return sql.createQuery(
            """
            SELECT * FROM topic_subscriptions
            WHERE owner = :owner AND region = :region AND (account, topic, id) > (:account, :topic, :id)
              AND state <> 'DELETED'
            ORDER BY account, topic, id LIMIT :most
            """)
        .bind("owner", owner.digits())
        .bind("region", region.name())
        .bind("account", account)
        .bind("topic", topic)
        .bind("id", id)
        .bind("most", most)
        .map((row, _) -> subscription(row))
        .list();
  }

  /// How many of a topic's are in each state.
  public Map<State, Long> counts(TopicArn topic) {
    record Row(State state, long count) {}
    var counts = new EnumMap<State, Long>(State.class);
    bind(
            topic,
            sql.createQuery(
                "SELECT state, count(*) AS n FROM topic_subscriptions"
                    + OF_TOPIC
                    + " GROUP BY state"))
        .map((row, _) -> new Row(State.valueOf(row.getString("state")), row.getLong("n")))
        .forEach(row -> counts.put(row.state, row.count));
    return counts;
  }

  /// Keeps a subscription, in place of the one with its ARN.
  public void put(Subscription subscription) {
    delete(subscription.arn());
    bind(
            subscription.arn().topic(),
            sql.createUpdate(
                """
                INSERT INTO topic_subscriptions (account, region, topic, id, owner, protocol, endpoint,
                  state, token, token_until, authenticated, needs_signature, attributes)
                VALUES (:account, :region, :topic, :id, :owner, :protocol, :endpoint,
                  :state, :token, :until, :authenticated, :needsSignature, :attributes)
                """))
        .bind("id", subscription.arn().id())
        .bind("owner", subscription.owner().digits())
        .bind("protocol", subscription.protocol())
        .bind("endpoint", subscription.endpoint())
        .bind("state", subscription.state().name())
        .bind("token", subscription.token())
        .bind("until", subscription.tokenUntil())
        .bind("authenticated", subscription.authenticated())
        .bind("needsSignature", subscription.needsSignature())
        .bind("attributes", TextMap.write(subscription.attributes()))
        .execute();
  }

  public void delete(SubscriptionArn arn) {
    bind(arn.topic(), sql.createUpdate("DELETE FROM topic_subscriptions" + OF_SUBSCRIPTION))
        .bind("id", arn.id())
        .execute();
  }

  void deleteAll(TopicArn topic) {
    bind(topic, sql.createUpdate("DELETE FROM topic_subscriptions" + OF_TOPIC)).execute();
  }

  /// Deletes what was never confirmed, or given up, and cannot be confirmed any more.
  public int forget(Instant now) {
    return sql.createUpdate(
            "DELETE FROM topic_subscriptions WHERE state <> 'CONFIRMED' AND token_until < :now")
        .bind("now", now)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(TopicArn topic, S statement) {
    return statement
        .bind("account", topic.account().digits())
        .bind("region", topic.region().name())
        .bind("topic", topic.name());
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    var topic =
        new TopicArn(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("topic"));
    return new Subscription(
        new SubscriptionArn(topic, row.getString("id")),
        new AccountId(row.getString("owner")),
        row.getString("protocol"),
        row.getString("endpoint"),
        State.valueOf(row.getString("state")),
        row.getString("token"),
        Instant.ofEpochMilli(row.getLong("token_until")),
        row.getBoolean("authenticated"),
        row.getBoolean("needs_signature"),
        TextMap.read(row.getString("attributes")));
  }
}
