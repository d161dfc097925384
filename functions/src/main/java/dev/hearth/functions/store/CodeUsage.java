package dev.hearth.functions.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import org.jdbi.v3.core.Handle;

/// What an account has in a region.
///
/// @param functions how many there are
/// @param codeBytes of the archives of all functions' and layers' versions
public record CodeUsage(long functions, long codeBytes) {
  /// @param sql of a transaction
  public static CodeUsage of(Handle sql, AccountId account, Region region) {
    return sql.createQuery(
            """
            SELECT COUNT(CASE WHEN number = 0 THEN 1 END) AS functions,
              COALESCE(SUM(code_size), 0) + (SELECT COALESCE(SUM(code_size), 0)
                FROM layer_versions WHERE account = :account AND region = :region) AS bytes
            FROM function_versions WHERE account = :account AND region = :region\
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .map((row, _) -> new CodeUsage(row.getLong("functions"), row.getLong("bytes")))
        .one();
  }
}
