package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.topics.TopicArn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Topics in one transaction, and the way to the other tables.
public final class TopicTables {
  private static final String OF_TOPIC =
      " WHERE account = :account AND region = :region AND name = :name";

  private final Handle sql;

  TopicTables(Handle sql) {
    this.sql = sql;
  }

  /// The handle, for what else belongs to the transaction.
  public Handle sql() {
    return sql;
  }

  public SubscriptionTable subscriptions() {
    return new SubscriptionTable(sql);
  }

  public DeduplicationTable deduplication() {
    return new DeduplicationTable(sql);
  }

  public PlatformTable platforms() {
    return new PlatformTable(sql);
  }

  public OutboxTable outbox() {
    return new OutboxTable(sql);
  }

  public Optional<Topic> find(TopicArn arn) {
    return bind(arn, sql.createQuery("SELECT * FROM topics" + OF_TOPIC))
        .map((row, _) -> topic(row))
        .findOne();
  }

  /// An account's topics by name.
  ///
  /// @param after the name behind which to begin; empty for the beginning
  public List<Topic> list(AccountId account, Region region, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM topics WHERE account = :account AND region = :region AND name > :after
            ORDER BY name LIMIT :most
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> topic(row))
        .list();
  }

  public long count(AccountId account, Region region) {
    return sql.createQuery(
            "SELECT count(*) FROM topics WHERE account = :account AND region = :region")
        .bind("account", account.digits())
        .bind("region", region.name())
        .mapTo(Long.class)
        .one();
  }

  public void insert(Topic topic) {
    bindContent(
            topic,
            sql.createUpdate(
                """
                INSERT INTO topics (account, region, name, attributes, tags, sequence)
                VALUES (:account, :region, :name, :attributes, :tags, 0)
                """))
        .execute();
  }

  public void update(Topic topic) {
    bindContent(
            topic,
            sql.createUpdate("UPDATE topics SET attributes = :attributes, tags = :tags" + OF_TOPIC))
        .execute();
  }

  /// Deletes a topic with all its subscriptions.
  public void delete(TopicArn arn) {
    subscriptions().deleteAll(arn);
    bind(arn, sql.createUpdate("DELETE FROM topics" + OF_TOPIC)).execute();
  }

  /// Counts a FIFO topic's messages; until the transaction ends, nobody else does.
  ///
  /// @return nothing where the topic is gone
  public OptionalLong nextSequence(TopicArn arn) {
    return bind(
            arn,
            sql.createQuery(
                "UPDATE topics SET sequence = sequence + 1" + OF_TOPIC + " RETURNING sequence"))
        .mapTo(Long.class)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  private static <S extends SqlStatement<S>> S bind(TopicArn arn, S statement) {
    return statement
        .bind("account", arn.account().digits())
        .bind("region", arn.region().name())
        .bind("name", arn.name());
  }

  private static <S extends SqlStatement<S>> S bindContent(Topic topic, S statement) {
    return bind(topic.arn(), statement)
        .bind("attributes", TextMap.write(topic.attributes()))
        .bind("tags", TextMap.write(topic.tags()));
  }

  private static Topic topic(ResultSet row) throws SQLException {
    return new Topic(
        new TopicArn(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("name")),
        TextMap.read(row.getString("attributes")),
        TextMap.read(row.getString("tags")));
  }
}
