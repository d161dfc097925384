package dev.hearth.functions.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.StoredVersion.Code;
import dev.hearth.functions.store.StoredVersion.RuntimeUpdates;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Rows to values and back.
final class Columns {
  /// Picks the rows of the function that [#bind(FunctionReference, SqlStatement)] binds.
  static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";

  private final Seal seal;

  /// @param seal of the environment variables
  Columns(Seal seal) {
    this.seal = seal;
  }

  static <S extends SqlStatement<S>> S bind(FunctionReference function, S statement) {
    return statement
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("name", function.name());
  }

  static <S extends SqlStatement<S>> S bind(StoredFunction function, S statement) {
    return bind(function.function(), statement)
        .bind("lastVersion", function.lastVersion())
        .bind("tags", Json.write(function.tags()))
        .bind("reserved", function.reservedConcurrency())
        .bind("loop", function.recursiveLoop());
  }

  <S extends SqlStatement<S>> S bind(StoredVersion version, S statement) {
    var update = version.lastUpdate();
    var environment = Json.write(version.environment()).getBytes(UTF_8);
    return bind(version.function(), statement)
        .bind("number", version.number())
        .bind("revision", version.revision())
        .bind("settings", Json.write(version.settings()))
        .bind("environment", seal.seal(purpose(version.function(), version.number()), environment))
        .bind("code", version.code().sha256())
        .bind("size", version.code().size())
        .bind("modified", version.lastModified().toEpochMilli())
        .bind("state", version.state().value())
        .bind("stateReason", version.state().reason())
        .bind("stateCode", version.state().code())
        .bind("update", update == null ? null : update.value())
        .bind("updateReason", update == null ? null : update.reason())
        .bind("updateCode", update == null ? null : update.code())
        .bind("runtimeOn", version.runtimeUpdates().on())
        .bind("runtimeVersion", version.runtimeUpdates().version());
  }

  static StoredFunction function(ResultSet row) throws SQLException {
    int reserved = row.getInt("reserved_concurrency");
    boolean unreserved = row.wasNull(); // of the column read last
    return new StoredFunction(
        reference(row),
        row.getLong("last_version"),
        Json.strings(row.getString("tags")),
        unreserved ? null : reserved,
        row.getString("recursive_loop"));
  }

  StoredVersion version(ResultSet row) throws SQLException {
    var function = reference(row);
    long number = row.getLong("number");
    return new StoredVersion(
        function,
        number,
        row.getString("revision"),
        Json.settings(row.getString("settings")),
        environment(function, number, row.getBytes("environment")),
        new Code(row.getString("code_sha256"), row.getLong("code_size")),
        Instant.ofEpochMilli(row.getLong("last_modified")),
        new Status(
            row.getString("state"), row.getString("state_reason"), row.getString("state_code")),
        lastUpdate(row),
        new RuntimeUpdates(row.getString("update_runtime_on"), row.getString("runtime_version")));
  }

  private Map<String, String> environment(FunctionReference function, long number, byte[] sealed) {
    return seal.open(purpose(function, number), sealed)
        .map(plain -> Json.strings(new String(plain, UTF_8)))
        .orElseThrow(
            () ->
                new ServiceException(
                    "ServiceException",
                    500,
                    "The environment variables of %s were sealed with another key than this Hearth has."
                        .formatted(function.functionArn())));
  }

  /// Sealed for its row: the variables of one version do not open as another's.
  private static String purpose(FunctionReference function, long number) {
    return "environment of " + function.functionArn() + ":" + number;
  }

  static FunctionReference reference(ResultSet row) throws SQLException {
    return new FunctionReference(
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("name"),
        "");
  }

  private static @Nullable Status lastUpdate(ResultSet row) throws SQLException {
    String value = row.getString("last_update");
    return value == null
        ? null
        : new Status(value, row.getString("last_update_reason"), row.getString("last_update_code"));
  }
}
