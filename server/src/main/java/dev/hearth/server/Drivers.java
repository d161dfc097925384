package dev.hearth.server;

import dev.hearth.kernel.AccountId;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.process.ProcessDriver;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.wasm.Modules;
import dev.hearth.sandbox.wasm.WasmDriver;
import dev.hearth.sandbox.wasm.WasmWorkers;
import dev.hearth.store.DataFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Predicate;

/// Makes the driver that the configuration names, and beside it those for WebAssembly modules.
final class Drivers {
  private Drivers() {}

  static Driver open(
      FunctionsConfig config,
      Runtimes runtimes,
      Modules modules,
      Predicate<AccountId> inProcess,
      DataFolder folder,
      URI endpoint,
      InstantSource clock) {
    var programs = open(config, runtimes, folder, endpoint, clock);
    return new DriverByRuntime(
        programs, new WasmWorkers(programs, modules), new WasmDriver(modules, clock), inProcess);
  }

  private static Driver open(
      FunctionsConfig config,
      Runtimes runtimes,
      DataFolder folder,
      URI endpoint,
      InstantSource clock) {
    if (config.driver().equals("process")) {
      return new ProcessDriver(runtimes, folder.folder("process"), clock);
    }
    var inside = new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.getPort());
    return new BubblewrapDriver(
        runtimes,
        BubblewrapSettings.defaults(inside).with(config.egress()).parking(config.parked()),
        clock);
  }
}
