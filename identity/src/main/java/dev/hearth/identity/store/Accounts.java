package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
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
