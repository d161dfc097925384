package dev.hearth.functions.signing;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.ServiceOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Lambda's operations on code signing configurations.
public final class SigningOperations {
  private SigningOperations() {}

  /// @param random makes ids
  public static List<ServiceOperation<?>> of(
      FunctionStore store, Permissions permissions, InstantSource clock, RandomGenerator random) {
    return List.of(
        new CreateCodeSigningConfig(store, clock, random),
        new GetCodeSigningConfig(store),
        new UpdateCodeSigningConfig(store, clock),
        new DeleteCodeSigningConfig(store),
        new ListCodeSigningConfigs(store),
        new ListFunctionsByCodeSigningConfig(store),
        new GetFunctionCodeSigningConfig(store, permissions),
        new PutFunctionCodeSigningConfig(store, permissions),
        new DeleteFunctionCodeSigningConfig(store, permissions));
  }
}
