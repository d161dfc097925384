package dev.hearth.functions.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Configurations, and which function has which, in one transaction.
final class SigningTables {
  private static final String OF_CONFIG =
      " WHERE account = :account AND region = :region AND id = :id";
  private static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private final Handle sql;

  /// @param sql of the transaction
  SigningTables(Handle sql) {
    this.sql = sql;
  }

  Optional<CodeSigningConfig> find(ConfigReference config) {
    return bind(config, sql.createQuery("SELECT * FROM code_signing_configs" + OF_CONFIG))
        .map((row, _) -> config(row))
        .findOne();
  }

  /// Configurations by id.
  ///
  /// @param after the id that was listed last; empty for the beginning
  List<CodeSigningConfig> list(AccountId account, Region region, String after, int limit) {
    return sql.createQuery(
            """
            SELECT * FROM code_signing_configs
            WHERE account = :account AND region = :region AND id > :after
            ORDER BY id LIMIT :limit\
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> config(row))
        .list();
  }

  void put(CodeSigningConfig config) {
    bind(
            config.reference(),
            sql.createUpdate(
                """
                INSERT INTO code_signing_configs
                  (account, region, id, description, publishers, untrusted, last_modified)
                VALUES (:account, :region, :id, :description, :publishers, :untrusted, :modified)
                ON CONFLICT (account, region, id) DO UPDATE SET description = :description,
                  publishers = :publishers, untrusted = :untrusted, last_modified = :modified\
                """))
        .bind("description", config.description())
        .bind("publishers", write(config.publishers()))
        .bind("untrusted", config.untrusted())
        .bind("modified", config.lastModified())
        .execute();
  }

  void delete(ConfigReference config) {
    bind(config, sql.createUpdate("DELETE FROM code_signing_configs" + OF_CONFIG)).execute();
  }

  /// The configuration that a function has.
  Optional<CodeSigningConfig> of(FunctionReference function) {
    return bind(
            function,
            sql.createQuery(
                """
                SELECT c.* FROM code_signing_configs c JOIN function_code_signing f
                  ON f.account = c.account AND f.region = c.region AND f.config = c.id
                WHERE f.account = :account AND f.region = :region AND f.name = :name\
                """))
        .map((row, _) -> config(row))
        .findOne();
  }

  void attach(FunctionReference function, ConfigReference config) {
    bind(
            function,
            sql.createUpdate(
                """
                INSERT INTO function_code_signing (account, region, name, config)
                VALUES (:account, :region, :name, :id)
                ON CONFLICT (account, region, name) DO UPDATE SET config = :id\
                """))
        .bind("id", config.id())
        .execute();
  }

  void detach(FunctionReference function) {
    bind(function, sql.createUpdate("DELETE FROM function_code_signing" + OF_FUNCTION)).execute();
  }

  /// The names of the functions that have a configuration.
  ///
  /// @param after the name that was listed last; empty for the beginning
  List<String> functions(ConfigReference config, String after, int limit) {
    return bind(
            config,
            sql.createQuery(
                """
                SELECT name FROM function_code_signing
                WHERE account = :account AND region = :region AND config = :id AND name > :after
                ORDER BY name LIMIT :limit\
                """))
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  private static <S extends SqlStatement<S>> S bind(ConfigReference config, S statement) {
    return statement
        .bind("account", config.account().digits())
        .bind("region", config.region().name())
        .bind("id", config.id());
  }

  private static <S extends SqlStatement<S>> S bind(FunctionReference function, S statement) {
    return statement
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("name", function.name());
  }

  private static CodeSigningConfig config(ResultSet row) throws SQLException {
    var reference =
        new ConfigReference(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("id"));
    return new CodeSigningConfig(
        reference,
        row.getString("description"),
        read(row.getString("publishers")),
        row.getString("untrusted"),
        Instant.ofEpochMilli(row.getLong("last_modified")));
  }

  private static String write(List<String> publishers) {
    try {
      return JSON.writeValueAsString(publishers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }

  private static List<String> read(String publishers) {
    try {
      return JSON.readValue(publishers, STRINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a damaged row of code_signing_configs", e);
    }
  }
}
