package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A driver of modules in sandboxes, of whose workers one is parked without a module and one with.
record SandboxedModules(BubblewrapDriver sandboxes, WasmWorkers driver) implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  /// @param store for compiled modules
  static SandboxedModules open(Path store) {
    Requirements.sandboxes();
    var sandboxes =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null, true),
            InstantSource.system());
    return new SandboxedModules(sandboxes, new WasmWorkers(sandboxes, new Modules(4 << 20, store)));
  }

  /// Workers that have loaded a module.
  int loaded() {
    return driver.parked().getOrDefault("wasm-loaded", 0);
  }

  /// Workers that have none.
  int empty() {
    return driver.parked().getOrDefault("wasm", 0);
  }

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    sandboxes.close();
  }
}
