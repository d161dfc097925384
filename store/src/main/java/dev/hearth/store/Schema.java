package dev.hearth.store;

import dev.hearth.kernel.Require;
import java.util.regex.Pattern;

/// One part's tables: Flyway migrations `/db/<part>/V1__….sql`, `V2__….sql`, … in the part's
/// resources, with a history of their own (`flyway_<part>`). Only forward, in whole numbers, and
/// never edited once released.
///
/// Where the engines differ a migration writes a placeholder:
///
/// - `${identity}`: the type of a `BIGINT` primary key that the database counts up by itself;
/// - `${clustered}`: behind a table's closing bracket, keeps the rows in the order of the primary
///   key (SQLite's `WITHOUT ROWID`; PostgreSQL has only heaps);
/// - `${bytewise}`: behind `TEXT`, sorts and compares by bytes and not by a language's rules, as
///   SQLite always does; for names that AWS sorts, and for prefixes.
///
/// @param part such as `functions`; lower-case letters
public record Schema(String part) {
  private static final Pattern NAME = Pattern.compile("[a-z]{1,40}");

  /// Rejects what could not be a part's name: it becomes part of a table's name.
  public Schema {
    Require.matches("Schema part", part, NAME);
  }

  /// The table in which Flyway keeps what was applied.
  String history() {
    return "flyway_" + part;
  }

  /// The folder of the migrations on the class path.
  String folder() {
    return "db/" + part;
  }
}
