package dev.hearth.server;

import dev.hearth.identity.accounts.Account;
import dev.hearth.identity.accounts.AccountQuota;
import dev.hearth.identity.accounts.AccountRegister;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/_hearth/accounts`: the accounts that share this Hearth. Policies know the routes as
/// `hearth:ListAccounts`, `hearth:CreateAccount` and `hearth:SetAccountQuota`; they are for the
/// account alone that the first start made, whatever another one's policies say.
final class AccountRoutes {
  private static final String PATH = "/_hearth/accounts";

  private final AccountRegister accounts;
  private final AccountId home;

  AccountRoutes(AccountRegister accounts, AccountId home) {
    this.accounts = accounts;
    this.home = home;
  }

  /// - `GET /_hearth/accounts`
  /// - `POST /_hearth/accounts?name=NAME[&concurrency=N][&functions=N][&codeBytes=N]`, which tells
  ///   the administrator's key
  /// - `POST /_hearth/accounts/quota?account=NAME-OR-NUMBER[&concurrency=N]…`
  List<HttpRoute> with(SignedRoutes signed) {
    return List.of(
        signed.route(
            "GET", PATH, "ListAccounts", (_, call) -> access("ListAccounts", call), this::list),
        signed.route(
            "POST",
            PATH,
            "CreateAccount",
            (_, call) -> access("CreateAccount", call),
            this::create),
        signed.route(
            "POST",
            PATH + "/quota",
            "SetAccountQuota",
            (_, call) -> access("SetAccountQuota", call),
            this::quota));
  }

  private Access access(String operation, Call call) {
    requireHome(call, home);
    return Access.to("hearth:" + operation, "*");
  }

  /// Refuses callers of other accounts than that of the one who owns this Hearth.
  ///
  /// @throws ServiceException `AccessDeniedException`
  static void requireHome(Call call, AccountId home) {
    if (!call.account().equals(home)) {
      throw new ServiceException(
          "AccessDeniedException", 403, "This is for the account that owns this Hearth.");
    }
  }

  private Object list(Query query, Call call) {
    return Map.of("accounts", accounts.list().stream().map(AccountRoutes::show).toList());
  }

  private Object create(Query query, Call call) {
    var administrator = accounts.create(query.text("name"), quota(query));
    return Map.of(
        "account", administrator.account().digits(),
        "name", query.text("name"),
        "accessKeyId", administrator.accessKeyId(),
        "secretAccessKey", administrator.secret());
  }

  private Object quota(Query query, Call call) {
    return show(accounts.quota(query.text("account"), quota(query)));
  }

  private static AccountQuota quota(Query query) {
    try {
      var concurrency = number(query, "concurrency");
      var functions = number(query, "functions");
      return new AccountQuota(
          concurrency == null ? null : Math.toIntExact(concurrency),
          functions == null ? null : Math.toIntExact(functions),
          number(query, "codeBytes"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ServiceException("ValidationException", 400, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Long number(Query query, String name) {
    return query.values().containsKey(name) ? query.number(name, 0) : null;
  }

  private static Map<String, @Nullable Object> show(Account account) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("account", account.id().digits());
    row.put("name", account.name());
    row.put("home", account.home());
    row.put("created", account.created().toString());
    row.put("concurrency", account.quota().concurrency());
    row.put("functions", account.quota().functions());
    row.put("codeBytes", account.quota().codeBytes());
    return row;
  }
}
