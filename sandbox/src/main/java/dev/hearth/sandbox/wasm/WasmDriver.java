package dev.hearth.sandbox.wasm;

import com.sun.management.OperatingSystemMXBean;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.Guest;
import dev.hearth.sandbox.wasm.guest.GuestRandom;
import dev.hearth.sandbox.wasm.guest.GuestSettings;
import dev.hearth.sandbox.wasm.guest.GuestTime;
import dev.hearth.sandbox.wasm.guest.MemoryBudget;
import dev.hearth.sandbox.wasm.guest.Rehearsal;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Runs WebAssembly modules inside this process: a sandbox is a compiled module and what it is
/// told, and each invocation gets an instance of its own.
public final class WasmDriver implements Driver {
  /// What functions ask for.
  public static final String RUNTIME = "wasm";

  private static final String VERSION = "wasm (WASI preview 1)";

  /// Of the machine's memory, what all guests may have together.
  private static final int MEMORY_SHARE = 4;

  private final Modules modules;
  private final MemoryBudget budget;
  private final GuestTime time;
  private final GuestThreads threads = new GuestThreads();
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, WasmSandbox> running = new ConcurrentHashMap<>();

  /// A driver whose guests may have a quarter of the machine's memory together.
  public WasmDriver(Modules modules, InstantSource clock) {
    this(
        modules,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
            / MEMORY_SHARE,
        clock);
  }

  /// @param memoryBytes that all guests may have together
  WasmDriver(Modules modules, long memoryBytes, InstantSource clock) {
    this.modules = modules;
    this.budget = new MemoryBudget(memoryBytes);
    this.time = new GuestTime(clock, System::nanoTime);
  }

  @Override
  public String name() {
    return RUNTIME;
  }

  @Override
  public String runtimeVersion(String runtime) {
    if (!runtime.equals(RUNTIME)) {
      throw new ServiceException(
          "InvalidParameterValueException", 400, "The driver wasm runs no " + runtime + ".");
    }
    return VERSION;
  }

  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    var _ = runtimeVersion(spec.runtime());
    var id = "wasm-" + ids.incrementAndGet();
    var sandbox = new WasmSandbox(id, spec, log, modules, this, () -> running.remove(id));
    running.put(id, sandbox);
    sandbox.initialise();
    return sandbox;
  }

  /// Begins to run a module on a thread of its own.
  Guest begin(CompiledModule module, GuestSettings settings) {
    Rehearsal.done();
    var guest = new Guest(module, settings, time, budget);
    threads.start(guest);
    return guest;
  }

  /// Chance for one guest.
  GuestRandom random() {
    var seed = new byte[GuestRandom.SEED_BYTES];
    random.nextBytes(seed);
    return new GuestRandom(seed);
  }

  InstantSource clock() {
    return time.clock();
  }

  /// How many guests run now, for tests.
  int guests() {
    return threads.running();
  }

  /// What guests have of the machine's memory now, in bytes, for tests.
  long memoryInUse() {
    return budget.used();
  }

  @Override
  public Map<String, Integer> parked() {
    return Map.of(); // there is nothing to wait for
  }

  @Override
  public void close() {
    running.values().forEach(WasmSandbox::close);
    threads.close();
  }
}
