package dev.hearth.identity.audit;

import dev.hearth.identity.audit.AuditLine.Placed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The lines and their chain, within one transaction.
public record AuditTable(Handle sql) {
  /// Before the first line.
  static final String BEGINNING = "0".repeat(64);

  /// Where the chain stands.
  ///
  /// @param lastSeq of the newest line; 0 for none
  /// @param droppedSeq of the newest line that retention has dropped; 0 for none
  public record Head(long lastSeq, String lastHash, long droppedSeq, String droppedHash) {
    static final Head NONE = new Head(0, BEGINNING, 0, BEGINNING);
  }

  /// SHA-256, in hex, over the hash of the line before and the line's JSON.
  public static String hash(String before, String json) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(before.getBytes(StandardCharsets.US_ASCII));
      digest.update(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  public Head head() {
    return sql.createQuery("SELECT * FROM audit_head WHERE id = 1")
        .map(
            (row, _) ->
                new Head(
                    row.getLong("last_seq"),
                    row.getString("last_hash"),
                    row.getLong("dropped_seq"),
                    row.getString("dropped_hash")))
        .findOne()
        .orElse(Head.NONE);
  }

  private void setHead(Head head) {
    sql.execute(
        """
        INSERT INTO audit_head (id, last_seq, last_hash, dropped_seq, dropped_hash)
        VALUES (1, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq,
          last_hash = excluded.last_hash, dropped_seq = excluded.dropped_seq,
          dropped_hash = excluded.dropped_hash
        """,
        head.lastSeq(),
        head.lastHash(),
        head.droppedSeq(),
        head.droppedHash());
  }

  /// Puts lines at the end.
  void append(List<AuditLine> lines) {
    var head = head();
    long seq = head.lastSeq();
    var hash = head.lastHash();
    try (var batch =
        sql.prepareBatch(
            """
            INSERT INTO audit_line (seq, at, account, region, event_id, request_id, event_name,
              event_source, username, access_key_id, read_only, management, error_code, resources,
              line, hash)
            VALUES (:seq, :at, :account, :region, :eventId, :requestId, :name, :source, :user,
              :key, :readOnly, :management, :error, :resources, :line, :hash)
            """)) {
      for (var line : lines) {
        seq++;
        hash = hash(hash, line.json());
        batch
            .bind("seq", seq)
            .bind("at", line.time())
            .bind("account", line.account())
            .bind("region", line.region())
            .bind("eventId", line.eventId())
            .bind("requestId", line.requestId())
            .bind("name", line.eventName())
            .bind("source", line.eventSource())
            .bind("user", line.username())
            .bind("key", line.accessKeyId())
            .bind("readOnly", line.readOnly())
            .bind("management", line.management())
            .bind("error", line.errorCode())
            .bind("resources", "\n" + String.join("\n", line.resources()) + "\n")
            .bind("line", line.json())
            .bind("hash", hash)
            .add();
      }
      batch.execute();
    }
    setHead(new Head(seq, hash, head.droppedSeq(), head.droppedHash()));
  }

  /// Lines behind a place, oldest first.
  public List<Placed> after(long seq, int most) {
    return sql.createQuery("SELECT * FROM audit_line WHERE seq > :seq ORDER BY seq LIMIT :most")
        .bind("seq", seq)
        .bind("most", most)
        .map((row, _) -> placed(row))
        .list();
  }

  /// Lines that a question is about, newest first.
  public List<Placed> find(AuditQuery query, long before, int most) {
    var where = query.where();
    var find =
        sql.createQuery(
                "SELECT * FROM audit_line WHERE seq < :before"
                    + where.sql()
                    + " ORDER BY seq DESC LIMIT :most")
            .bind("before", before)
            .bind("most", most);
    where.values().forEach(find::bind);
    return find.map((row, _) -> placed(row)).list();
  }

  /// Drops the oldest lines up to the first that is to be kept; the chain goes on behind the hash
  /// of the last that was dropped.
  ///
  /// @param most lines at a time
  /// @return how many were dropped
  int drop(Instant before, int most) {
    var head = head();
    var first =
        after(head.droppedSeq(), most).stream()
            .takeWhile(placed -> placed.line().time().isBefore(before))
            .reduce((_, later) -> later);
    return first.map(last -> drop(head, last)).orElse(0);
  }

  private int drop(Head head, Placed last) {
    setHead(new Head(head.lastSeq(), head.lastHash(), last.seq(), last.hash()));
    return sql.execute("DELETE FROM audit_line WHERE seq <= ?", last.seq());
  }

  Optional<Placed> at(long seq) {
    return after(seq - 1, 1).stream().filter(placed -> placed.seq() == seq).findFirst();
  }

  private static Placed placed(ResultSet row) throws SQLException {
    var line =
        new AuditLine(
            Instant.ofEpochMilli(row.getLong("at")),
            row.getString("account"),
            row.getString("region"),
            row.getString("event_id"),
            row.getString("request_id"),
            row.getString("event_name"),
            row.getString("event_source"),
            row.getString("username"),
            row.getString("access_key_id"),
            row.getBoolean("read_only"),
            row.getBoolean("management"),
            row.getString("error_code"),
            row.getString("resources").lines().filter(text -> !text.isEmpty()).toList(),
            row.getString("line"));
    return new Placed(row.getLong("seq"), line, row.getString("hash"));
  }
}
