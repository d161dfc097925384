package dev.hearth.identity.accounts;

import dev.hearth.identity.Administrator;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The accounts: each has users, roles, names and resources of its own, and sees nothing of the
/// others' but what they share by their policies.
public final class AccountRegister {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final IamStore store;
  private final Supplier<AccountId> draw;
  private final Function<AccountId, Administrator> administrators;
  private final Map<AccountId, AccountQuota> quotas = new ConcurrentHashMap<>();

  /// @param draw draws an account's number
  /// @param administrators makes an account's administrator, and a key
  public AccountRegister(
      IamStore store, Supplier<AccountId> draw, Function<AccountId, Administrator> administrators) {
    this.store = store;
    this.draw = draw;
    this.administrators = administrators;
    list().forEach(account -> quotas.put(account.id(), account.quota()));
  }

  /// Makes an account with an administrator, whose key is told here and never again.
  ///
  /// @param name 1 to 63 of `a-z0-9-`, the first a letter
  /// @throws dev.hearth.kernel.ServiceException `ValidationError`, `EntityAlreadyExists`
  public Administrator create(String name, AccountQuota quota) {
    if (!NAME.matcher(name).matches()) {
      throw IamError.validation(
          "An account's name has 1 to 63 small letters, digits and hyphens, the first a letter.");
    }
    if (find(name).isPresent()) {
      throw IamError.alreadyExists("An account named " + name + " already exists.");
    }
    var id = draw.get();
    var administrator = administrators.apply(id);
    store.write(
        id,
        iam -> {
          iam.accounts().name(id, name);
          iam.accounts().quota(id, quota);
          return true;
        });
    quotas.put(id, quota);
    return administrator;
  }

  /// All, oldest first.
  public List<Account> list() {
    return store.accounts();
  }

  /// The account of this name or number.
  public Optional<Account> find(String nameOrNumber) {
    return list().stream()
        .filter(
            account ->
                nameOrNumber.equals(account.name()) || nameOrNumber.equals(account.id().digits()))
        .findFirst();
  }

  /// Changes what an account may have; what runs and is stored already stays.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  public Account quota(String nameOrNumber, AccountQuota changed) {
    var account =
        find(nameOrNumber)
            .orElseThrow(() -> IamError.noSuchEntity("There is no account " + nameOrNumber + "."));
    var quota = account.quota().with(changed);
    store.write(
        account.id(),
        iam -> {
          iam.accounts().quota(account.id(), quota);
          return true;
        });
    quotas.put(account.id(), quota);
    return new Account(account.id(), account.name(), account.home(), account.created(), quota);
  }

  /// What an account may have; from memory, for it is asked on the path of every invocation.
  public AccountQuota quota(AccountId account) {
    return quotas.getOrDefault(account, AccountQuota.DEFAULT);
  }
}
