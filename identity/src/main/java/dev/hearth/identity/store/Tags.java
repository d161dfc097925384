package dev.hearth.identity.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Tags of entities. Keys keep their case but are told apart without it.
public final class Tags {
  private static final int MOST = 50;

  private final Handle sql;

  Tags(Handle sql) {
    this.sql = sql;
  }

  /// The tags of an entity, by key.
  public Map<String, String> of(Entity owner) {
    var tags = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sql.select("SELECT tag_key, tag_value FROM iam_tag WHERE owner = ?", owner.id())
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /// Adds tags, or replaces those of the same keys.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond fifty; `InvalidInput` where
  ///   a key is given twice or reserved
  public void put(Entity owner, List<Map.Entry<String, String>> added) {
    var tags = of(owner);
    var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var tag : added) {
      if (tag.getKey().regionMatches(true, 0, "aws:", 0, 4)) {
        throw IamError.invalidInput("Tag keys that begin with aws: are reserved.");
      }
      if (given.put(tag.getKey(), tag.getValue()) != null) {
        throw IamError.invalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      tags.remove(tag.getKey()); // the new key's case wins
      tags.put(tag.getKey(), tag.getValue());
    }
    if (tags.size() > MOST) {
      throw IamError.limitExceeded(
          "The number of tags has reached the maximum limit of " + MOST + ".");
    }
    replace(owner, tags);
  }

  /// Removes what is there of these keys.
  public void remove(Entity owner, List<String> keys) {
    var tags = of(owner);
    keys.forEach(tags::remove);
    replace(owner, tags);
  }

  private void replace(Entity owner, Map<String, String> tags) {
    sql.execute("DELETE FROM iam_tag WHERE owner = ?", owner.id());
    tags.forEach(
        (key, value) ->
            sql.execute(
                "INSERT INTO iam_tag (owner, tag_key, tag_value) VALUES (?, ?, ?)",
                owner.id(),
                key,
                value));
  }
}
