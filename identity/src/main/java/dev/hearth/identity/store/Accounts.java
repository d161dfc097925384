package dev.hearth.identity.store;

import dev.hearth.identity.accounts.Account;
import dev.hearth.identity.accounts.AccountQuota;
import dev.hearth.kernel.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The accounts of this Hearth.
public final class Accounts {
  private final Handle sql;

  Accounts(Handle sql) {
    this.sql = sql;
  }

  /// Makes the account where it is not there yet.
  ///
  /// @param home whether it is the one of the administrator whom the first start made
  public void ensure(AccountId account, boolean home, Instant now) {
    sql.execute(
        "INSERT INTO iam_account (account, home, created_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (account) DO NOTHING",
        account.digits(),
        home,
        now);
  }

  /// The account that the first start made.
  public Optional<AccountId> home() {
    return sql.select("SELECT account FROM iam_account WHERE home = ? ORDER BY created_at", true)
        .mapTo(String.class)
        .findFirst()
        .map(AccountId::new);
  }

  /// All, oldest first.
  public List<Account> list() {
    return sql.createQuery("SELECT * FROM iam_account ORDER BY created_at, account")
        .map((row, _) -> account(row))
        .list();
  }

  /// @throws dev.hearth.kernel.ServiceException `EntityAlreadyExists` where it is taken
  public void name(AccountId account, String name) {
    if (!sql.select("SELECT account FROM iam_account WHERE name = ?", name)
        .mapTo(String.class)
        .list()
        .isEmpty()) {
      throw IamError.alreadyExists("An account named " + name + " already exists.");
    }
    sql.execute("UPDATE iam_account SET name = ? WHERE account = ?", name, account.digits());
  }

  /// Replaces what an account may have.
  public void quota(AccountId account, AccountQuota quota) {
    sql.execute(
        "UPDATE iam_account SET concurrency = ?, functions = ?, code_bytes = ? WHERE account = ?",
        quota.concurrency(),
        quota.functions(),
        quota.codeBytes(),
        account.digits());
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(row.getString("account")),
        row.getString("name"),
        row.getBoolean("home"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        new AccountQuota(
            row.getObject("concurrency") == null ? null : row.getInt("concurrency"),
            row.getObject("functions") == null ? null : row.getInt("functions"),
            row.getObject("code_bytes") == null ? null : row.getLong("code_bytes")));
  }

  /// When the account was made; nothing where it is not there.
  public Optional<Instant> createdAt(AccountId account) {
    return sql.select("SELECT created_at FROM iam_account WHERE account = ?", account.digits())
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  public Optional<String> alias(AccountId account) {
    return sql.select(
            "SELECT alias FROM iam_account WHERE account = ? AND alias IS NOT NULL",
            account.digits())
        .mapTo(String.class)
        .findOne();
  }

  /// Gives the account its only alias.
  ///
  /// @throws dev.hearth.kernel.ServiceException `EntityAlreadyExists` where it is taken
  public void alias(AccountId account, String alias) {
    var holder =
        sql.select("SELECT account FROM iam_account WHERE alias = ?", alias)
            .mapTo(String.class)
            .findOne();
    if (holder.isPresent() && !holder.get().equals(account.digits())) {
      throw IamError.alreadyExists("The account alias " + alias + " already exists.");
    }
    sql.execute("UPDATE iam_account SET alias = ? WHERE account = ?", alias, account.digits());
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` where the account has another
  public void removeAlias(AccountId account, String alias) {
    int removed =
        sql.execute(
            "UPDATE iam_account SET alias = NULL WHERE account = ? AND alias = ?",
            account.digits(),
            alias);
    if (removed == 0) {
      throw IamError.noSuchEntity("The Account Alias " + alias + " cannot be found.");
    }
  }
}
