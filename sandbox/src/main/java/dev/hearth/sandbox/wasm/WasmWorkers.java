package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import java.util.List;
import java.util.Map;

/// Runs WebAssembly modules as any other function is run: each in a sandbox of the node's driver,
/// in which a JVM of its own, [dev.hearth.sandbox.wasm.worker.Worker], has loaded what was compiled
/// out here.
///
/// @param programs makes the sandboxes; closed by its owner
public record WasmWorkers(Driver programs, Modules modules) implements Driver {
  @Override
  public String name() {
    return programs.name();
  }

  @Override
  public String runtimeVersion(String runtime) {
    return programs.runtimeVersion(runtime);
  }

  /// Waits for the module to be compiled where that has not been done, as after an update of
  /// Hearth.
  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    return programs.start(withCompiled(spec), log);
  }

  /// The compiled module takes the place of the function's package; there are no layers.
  private SandboxSpec withCompiled(SandboxSpec spec) {
    return new SandboxSpec(
        spec.functionArn(),
        spec.functionName(),
        spec.version(),
        spec.runtime(),
        spec.handler(),
        modules.folder(spec.handler(), spec.code()),
        List.of(),
        spec.environment(),
        spec.memoryMebibytes(),
        spec.temporaryMebibytes(),
        spec.timeout(),
        spec.logStream(),
        spec.initializationType(),
        null,
        null,
        spec.egress());
  }

  @Override
  public Map<String, Integer> parked() {
    return programs.parked();
  }

  @Override
  public void close() {}
}
