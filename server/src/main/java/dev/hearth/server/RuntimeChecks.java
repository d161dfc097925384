package dev.hearth.server;

import dev.hearth.functions.RuntimeCheck;
import dev.hearth.kernel.AccountId;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.wasm.Modules;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What this node can run, for the functions part: languages that the host has, and modules.
///
/// @param inProcess accounts whose modules run in this process
record RuntimeChecks(Runtimes runtimes, Modules modules, Predicate<AccountId> inProcess)
    implements RuntimeCheck {
  @Override
  public @Nullable String check(String runtime) {
    return runtimes.choose(runtime).note();
  }

  /// A module is compiled here too, so that its first sandbox need not wait for that.
  @Override
  public void checkCode(AccountId account, String runtime, String handler, Path code) {
    if (!runtime.equals(SandboxSpec.WASM)) {
      return;
    }
    if (inProcess.test(account)) {
      modules.check(handler, code);
    } else {
      var _ = modules.folder(handler, code);
    }
  }
}
