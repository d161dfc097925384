package dev.hearth.messaging.mappings.engine;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A catalogue in which every name means an active function, as long as there are any.
record AnyFunction(BooleanSupplier exist) implements Functions {
  @Override
  public FunctionVersion resolve(AccountId account, Region region, String name, String qualifier) {
    if (!exist.getAsBoolean()) {
      throw new ServiceException("ResourceNotFoundException", 404, "Function not found: " + name);
    }
    return new FunctionVersion(
        account,
        region,
        name,
        "$LATEST",
        "1",
        "Active",
        Path.of("/nowhere"),
        "sha",
        Settings.defaults(name, "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
        Map.of());
  }

  @Override
  public Optional<Lease> lease(FunctionVersion version) {
    throw new AssertionError("nothing runs in a sandbox here");
  }

  @Override
  public void onChange(ChangeListener listener) {}
}
