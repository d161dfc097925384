package dev.hearth.server;

import dev.hearth.functions.RuntimeCheck;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.wasm.Modules;
import dev.hearth.sandbox.wasm.WasmDriver;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What this node can run, for the functions part: languages that the host has, and modules.
///
/// @param trusted accounts whose modules may run in this process
record RuntimeChecks(Runtimes runtimes, Modules modules, Predicate<AccountId> trusted)
    implements RuntimeCheck {
  private static final String ACCOUNTS = "HEARTH_WASM_ACCOUNTS";

  /// The administrator's account is trusted, and those that `HEARTH_WASM_ACCOUNTS` names, with
  /// commas between them; `all` are all.
  static RuntimeChecks of(Runtimes runtimes, Modules modules, AccountId administrator) {
    var set = System.getProperty(ACCOUNTS, System.getenv(ACCOUNTS));
    var named =
        Set.of(set == null || set.isBlank() ? new String[0] : set.strip().split("\\s*,\\s*"));
    return new RuntimeChecks(
        runtimes,
        modules,
        account ->
            account.equals(administrator)
                || named.contains("all")
                || named.contains(account.digits()));
  }

  @Override
  public @Nullable String check(String runtime) {
    return runtime.equals(WasmDriver.RUNTIME) ? null : runtimes.choose(runtime).note();
  }

  /// A module is compiled here too, so that its first sandbox need not wait for that.
  @Override
  public void checkCode(AccountId account, String runtime, String handler, Path code) {
    if (!runtime.equals(WasmDriver.RUNTIME)) {
      return;
    }
    if (!trusted.test(account)) {
      throw new ServiceException(
          "InvalidParameterValueException",
          400,
          "Runtime wasm: this node runs modules in its own process, and does not do so for account "
              + account.digits()
              + ".");
    }
    modules.check(handler, code);
  }
}
