package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.Optional;
import java.util.function.Supplier;

/// A catalogue in which every name means the same version.
record OneFunction(Supplier<FunctionVersion> version) implements Functions {
  @Override
  public FunctionVersion resolve(AccountId account, Region region, String name, String qualifier) {
    return version.get();
  }

  @Override
  public Optional<Lease> lease(FunctionVersion leased) {
    throw new AssertionError("nothing runs in a sandbox here");
  }

  @Override
  public void onChange(ChangeListener listener) {}
}
