package dev.hearth.server;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.wasm.WasmDriver;
import java.util.Map;

/// Two drivers as one: WebAssembly modules to theirs, all else to the node's.
record DriverByRuntime(Driver programs, Driver modules) implements Driver {
  private Driver of(String runtime) {
    return runtime.equals(WasmDriver.RUNTIME) ? modules : programs;
  }

  private Driver of(SandboxSpec spec) {
    return spec.image() == null ? of(spec.runtime()) : programs;
  }

  @Override
  public String name() {
    return programs.name();
  }

  @Override
  public String runtimeVersion(String runtime) {
    return of(runtime).runtimeVersion(runtime);
  }

  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    return of(spec).start(spec, log);
  }

  @Override
  public boolean snapshots(String runtime) {
    return of(runtime).snapshots(runtime);
  }

  @Override
  public Snapshot snapshot(SandboxSpec spec, LogSink log) {
    return of(spec).snapshot(spec, log);
  }

  @Override
  public Map<String, Integer> parked() {
    return programs.parked();
  }

  @Override
  public void close() {
    modules.close();
    programs.close();
  }
}
