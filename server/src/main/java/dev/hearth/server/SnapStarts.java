package dev.hearth.server;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.SnapStart;
import dev.hearth.invocation.Invoker;
import dev.hearth.sandbox.Driver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Joins those who publish versions to those who initialise them, which are made later.
final class SnapStarts implements SnapStart {
  private final Driver driver;
  private final CompletableFuture<Invoker> invoker = new CompletableFuture<>();

  SnapStarts(Driver driver) {
    this.driver = driver;
  }

  void connect(Invoker connected) {
    invoker.complete(connected);
  }

  @Override
  public boolean supports(String runtime) {
    return driver.snapshots(runtime);
  }

  @Override
  public Optional<String> initialise(FunctionVersion version) {
    return invoker.join().initialise(version);
  }
}
