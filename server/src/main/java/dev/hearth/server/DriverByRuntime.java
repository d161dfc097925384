package dev.hearth.server;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import java.util.Map;
import java.util.function.Predicate;

/// Several drivers as one: WebAssembly modules of accounts that are trusted to this process, those
/// of others to workers in the node's sandboxes, all else to the node's driver.
///
/// @param trusted accounts whose modules run in this process
record DriverByRuntime(
    Driver programs, Driver workers, Driver inProcess, Predicate<AccountId> trusted)
    implements Driver {
  private Driver of(String runtime) {
    return runtime.equals(SandboxSpec.WASM) ? workers : programs;
  }

  private Driver of(SandboxSpec spec) {
    if (!spec.isModule()) {
      return programs;
    }
    return Arn.parse(spec.functionArn())
            .filter(arn -> AccountId.isValid(arn.account()))
            .filter(arn -> trusted.test(new AccountId(arn.account())))
            .isPresent()
        ? inProcess
        : workers;
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
    inProcess.close();
    workers.close();
    programs.close();
  }
}
