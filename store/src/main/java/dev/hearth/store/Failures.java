package dev.hearth.store;

import dev.hearth.kernel.ServiceException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Tells failures of the engine from mistakes in a statement.
final class Failures {
  private static final int STATUS = 503;

  private Failures() {}

  static ServiceException unavailable(String message, @Nullable Throwable cause) {
    return new ServiceException("ServiceUnavailableException", STATUS, message, cause);
  }

  /// The engine failed and nothing of the transaction was kept.
  static ServiceException engine(Throwable cause) {
    return unavailable(reason(cause) + " Nothing was stored.", cause);
  }

  /// What a caller gets to see for `thrown`: engine failures as 503, all else as it is.
  static Throwable translate(Throwable thrown) {
    var cause = sqlCause(thrown);
    return thrown instanceof ConnectionException || (cause != null && isEngineFailure(cause))
        ? engine(thrown)
        : thrown;
  }

  /// Throws `thrown`, which a database's thread caught, on the caller's thread.
  static RuntimeException rethrow(Throwable thrown) {
    return Failures.<RuntimeException>sneak(translate(thrown));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static boolean isEngineFailure(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      return switch (primary(sqlite)) {
        case SQLITE_FULL,
            SQLITE_IOERR,
            SQLITE_CORRUPT,
            SQLITE_NOTADB,
            SQLITE_CANTOPEN,
            SQLITE_NOMEM,
            SQLITE_BUSY,
            SQLITE_LOCKED,
            SQLITE_PROTOCOL ->
            true;
        default -> false;
      };
    }
    var state = String.valueOf(e.getSQLState());
    // Connection lost, resources exhausted, administrator's shutdown, system or internal error.
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || state.startsWith("58")
        || state.startsWith("XX");
  }

  private static String reason(Throwable thrown) {
    var cause = sqlCause(thrown);
    if (cause instanceof SQLiteException e) {
      return switch (primary(e)) {
        case SQLITE_FULL -> "The store's disk is full.";
        case SQLITE_CORRUPT, SQLITE_NOTADB -> "The store's file is damaged.";
        case SQLITE_BUSY, SQLITE_LOCKED -> "The store is in use by another program.";
        default -> "The store could not read or write its file.";
      };
    }
    return cause != null && "40001".equals(cause.getSQLState())
        ? "The store is too busy. Try again later."
        : "The store's database does not answer.";
  }

  /// SQLite's extended codes keep the primary one in their lowest byte.
  private static SQLiteErrorCode primary(SQLiteException e) {
    return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
  }

  static @Nullable SQLException sqlCause(@Nullable Throwable thrown) {
    for (var t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return e;
      }
    }
    return null;
  }
}
