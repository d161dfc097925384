package dev.hearth.messaging.topics.store;

import dev.hearth.messaging.topics.TopicArn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// What FIFO topics took lately, in one transaction.
public final class DeduplicationTable {
  private static final int FORGOTTEN_AT_ONCE = 1_000;
  private static final String OF_ID =
      """
       WHERE account = :account AND region = :region AND topic = :topic AND scope = :scope
        AND deduplication_id = :id\
      """;

  private final Handle sql;

  DeduplicationTable(Handle sql) {
    this.sql = sql;
  }

  /// A message that was taken.
  ///
  /// @param sequence its number in its topic
  public record Taken(String messageId, long sequence) {}

  /// The message that was taken under this id and has not been forgotten.
  public Optional<Taken> find(TopicArn topic, String scope, String id, Instant now) {
    return bind(
            topic,
            scope,
            id,
            sql.createQuery(
                "SELECT message_id, sequence FROM topic_deduplication"
                    + OF_ID
                    + " AND expires_at > :now"))
        .bind("now", now)
        .map((row, _) -> new Taken(row.getString("message_id"), row.getLong("sequence")))
        .findOne();
  }

  /// Remembers a message under its id until `until`.
  public void put(TopicArn topic, String scope, String id, Taken taken, Instant until) {
    bind(topic, scope, id, sql.createUpdate("DELETE FROM topic_deduplication" + OF_ID)).execute();
    bind(
            topic,
            scope,
            id,
            sql.createUpdate(
                """
                INSERT INTO topic_deduplication
                  (account, region, topic, scope, deduplication_id, message_id, sequence, expires_at)
                VALUES (:account, :region, :topic, :scope, :id, :message, :sequence, :until)
                """))
        .bind("message", taken.messageId())
        .bind("sequence", taken.sequence())
        .bind("until", until)
        .execute();
  }

  /// Deletes some of what need not be remembered any longer, and tells how much that was.
  public int forget(Instant now) {
    return sql.createUpdate(
            """
            DELETE FROM topic_deduplication
            WHERE (account, region, topic, scope, deduplication_id) IN (
              SELECT account, region, topic, scope, deduplication_id FROM topic_deduplication
              WHERE expires_at <= :now LIMIT :most)
            """)
        .bind("now", now)
        .bind("most", FORGOTTEN_AT_ONCE)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      TopicArn topic, String scope, String id, S statement) {
    return statement
        .bind("account", topic.account().digits())
        .bind("region", topic.region().name())
        .bind("topic", topic.name())
        .bind("scope", scope)
        .bind("id", id);
  }
}
