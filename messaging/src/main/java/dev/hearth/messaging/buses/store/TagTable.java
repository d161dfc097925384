package dev.hearth.messaging.buses.store;

import dev.hearth.messaging.buses.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The tags of buses and rules, in one transaction. Source: Amazon EventBridge User Guide, "Tag
/// restrictions".
public record TagTable(Handle sql) {
  private static final int MOST = 50;

  /// A resource's tags, by key.
  public Map<String, String> of(String arn) {
    var tags = new LinkedHashMap<String, String>();
    sql.select("SELECT name, content FROM bus_tags WHERE arn = ? ORDER BY name", arn)
        .map((row, _) -> Map.entry(row.getString("name"), row.getString("content")))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /// Adds tags, or changes their values.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException` for a reserved key, and
  ///   beyond fifty
  public void put(String arn, Map<String, String> tags) {
    tags.forEach(
        (name, content) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw Refusals.invalid("Tags", "aws: prefixed tag key names are not allowed.");
          }
          sql.execute(
              """
              INSERT INTO bus_tags (arn, name, content) VALUES (?, ?, ?)
              ON CONFLICT (arn, name) DO UPDATE SET content = excluded.content
              """,
              arn,
              name,
              content);
        });
    if (of(arn).size() > MOST) {
      throw Refusals.invalid("Tags", "A resource has " + MOST + " tags at most.");
    }
  }

  public void remove(String arn, List<String> names) {
    for (var name : names) {
      sql.execute("DELETE FROM bus_tags WHERE arn = ? AND name = ?", arn, name);
    }
  }

  public void forget(String arn) {
    sql.execute("DELETE FROM bus_tags WHERE arn = ?", arn);
  }
}
