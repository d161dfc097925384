package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The invocations in progress of every function and account against what they may be.
///
/// A function with reserved concurrency has that and no more; the others of its account share what
/// nobody has reserved. Of either, what is provisioned and ready stays free for the versions that
/// it is provisioned for. Source: AWS Lambda Developer Guide, "Understanding Lambda function
/// scaling".
///
/// Not safe for use by several threads: [Roster] guards it.
final class Concurrency {
  /// Lambda's reasons to throttle.
  static final String ACCOUNT_LIMIT = "ConcurrentInvocationLimitExceeded";

  static final String FUNCTION_LIMIT = "ReservedFunctionConcurrentInvocationLimitExceeded";

  private record Scope(AccountId account, Region region) {}

  private final Map<Scope, Account> accounts = new HashMap<>();
  private final ToIntFunction<AccountId> limits;

  /// @param limits invocations at once in each region of an account; asked for each invocation, so
  ///   that a change counts at once
  Concurrency(ToIntFunction<AccountId> limits) {
    this.limits = limits;
  }

  /// Some invocations that may run at once, and those that do.
  private static final class Quota {
    private int limit;
    private int running;
    private int inProvisioned;
    private int ready;

    Quota(int limit) {
      this.limit = limit;
    }

    boolean admits(boolean provisioned) {
      return running < limit && (provisioned || running - inProvisioned < limit - ready);
    }

    void count(boolean provisioned, int change) {
      running += change;
      inProvisioned += provisioned ? change : 0;
    }

    void add(Quota other, int sign) {
      running += sign * other.running;
      inProvisioned += sign * other.inProvisioned;
      ready += sign * other.ready;
    }
  }

  private final class Account {
    private final AccountId id;
    private final Quota unreserved = new Quota(0);
    private final Map<String, Function> functions = new HashMap<>();
    private int reserved;

    Account(AccountId id) {
      this.id = id;
    }

    boolean admits(boolean provisioned) {
      unreserved.limit = limits.applyAsInt(id) - reserved;
      return unreserved.admits(provisioned);
    }
  }

  /// One function's part.
  static final class Function {
    private final Account account;
    private final String name;
    private final Quota own = new Quota(0);
    private boolean reserves;
    private int pools;
    private int held;
    private long turn;

    private Function(Account account, String name) {
      this.account = account;
      this.name = name;
    }

    /// Begins an invocation, or tells Lambda's reason not to.
    ///
    /// @param provisioned whether in a provisioned sandbox
    @Nullable String enter(boolean provisioned) {
      if (!(reserves ? own.admits(provisioned) : account.admits(provisioned))) {
        return reserves ? FUNCTION_LIMIT : ACCOUNT_LIMIT;
      }
      count(provisioned, 1);
      return null;
    }

    void leave(boolean provisioned) {
      count(provisioned, -1);
    }

    /// An invocation that was to run in a sandbox on demand found a provisioned one after all.
    void becomeProvisioned() {
      count(false, -1);
      count(true, 1);
    }

    private void count(boolean provisioned, int change) {
      own.count(provisioned, change);
      if (!reserves) {
        account.unreserved.count(provisioned, change);
      }
    }

    /// A provisioned sandbox more is ready, or one less.
    void ready(int change) {
      own.ready += change;
      if (!reserves) {
        account.unreserved.ready += change;
      }
    }

    /// How many of the node's places its invocations on demand hold.
    int held() {
      return held;
    }

    /// Takes one of them.
    ///
    /// @param turn higher than that of whoever took one before
    void hold(long turn) {
      held++;
      this.turn = turn;
    }

    /// Gives one back.
    void vacate() {
      held--;
    }

    /// When it took its last place.
    long turn() {
      return turn;
    }

    private ConcurrencyView view(Scope scope) {
      return new ConcurrencyView(
          "arn:aws:lambda:%s:%s:function:%s".formatted(scope.region, scope.account, name),
          own.running,
          reserves ? own.limit : null,
          own.ready);
    }

    private void reserve(@Nullable Integer concurrency) {
      boolean before = reserves;
      reserves = concurrency != null;
      own.limit = concurrency == null ? 0 : concurrency;
      if (before != reserves) {
        account.unreserved.add(own, reserves ? -1 : 1);
      }
    }
  }

  /// The function of a pool that begins to exist; [#drop] ends that.
  Function use(FunctionVersion version) {
    var function = function(account(version.account(), version.region()), version.name());
    function.pools++;
    return function;
  }

  void drop(Function function) {
    function.pools--;
    forgetUnused(function);
  }

  /// Takes over what is reserved now.
  void plan(ConcurrencyPlan plan) {
    var account = account(plan.account(), plan.region());
    plan.reserved().keySet().forEach(name -> function(account, name));
    int reserved = 0;
    for (var function : Map.copyOf(account.functions).values()) {
      var concurrency = plan.reserved().get(function.name);
      function.reserve(concurrency);
      reserved += concurrency == null ? 0 : concurrency;
      forgetUnused(function);
    }
    account.reserved = reserved;
  }

  /// Every function that has a sandbox, wants one or has a reservation.
  List<ConcurrencyView> views() {
    return accounts.entrySet().stream()
        .flatMap(
            account ->
                account.getValue().functions.values().stream()
                    .map(function -> function.view(account.getKey())))
        .toList();
  }

  private Account account(AccountId account, Region region) {
    return accounts.computeIfAbsent(new Scope(account, region), _ -> new Account(account));
  }

  private static Function function(Account account, String name) {
    return account.functions.computeIfAbsent(name, _ -> new Function(account, name));
  }

  private static void forgetUnused(Function function) {
    if (function.pools == 0 && !function.reserves) {
      function.account.functions.remove(function.name);
    }
  }
}
