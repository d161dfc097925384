package dev.hearth.messaging.queues.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// Statements with `?` over plain JDBC: messages pass through a handful of them tens of thousands
/// of times a second, where named parameters would cost as much as the statement itself.
final class Statements {
  private Statements() {}

  /// Reads one row.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static int update(Handle sql, String text, @Nullable Object... values) {
    try (var statement = prepare(sql, text, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static <T> List<T> query(Handle sql, Row<T> row, String text, @Nullable Object... values) {
    try (var statement = prepare(sql, text, values);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /// The number in the only column of the only row; 0 for null.
  static long number(Handle sql, String text, @Nullable Object... values) {
    return query(sql, row -> row.getLong(1), text, values).getFirst();
  }

  /// `?, ?, ?`
  static String marks(int count) {
    return "?" + ", ?".repeat(count - 1);
  }

  private static PreparedStatement prepare(Handle sql, String text, @Nullable Object[] values)
      throws SQLException {
    var statement = sql.getConnection().prepareStatement(engine(sql, text));
    try {
      int position = 0;
      for (var value : values) {
        bind(statement, ++position, value);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, int position, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(position, null);
      case Long number -> statement.setLong(position, number);
      case Integer number -> statement.setLong(position, number);
      case String string -> statement.setString(position, string);
      case Boolean truth -> statement.setBoolean(position, truth);
      case byte[] bytes -> statement.setBytes(position, bytes);
      default -> throw new IllegalArgumentException("value: " + value.getClass());
    }
  }

  /// With what the engines spell differently, as the store gives it.
  private static String engine(Handle sql, String text) {
    return text.contains("<skipLocked>")
        ? text.replace(
            "<skipLocked>",
            String.valueOf(sql.getConfig(SqlStatements.class).getAttribute("skipLocked")))
        : text;
  }

  /// The store tells the engine's failures from ours by the cause.
  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("A statement failed", e);
  }
}
