package dev.hearth.sandbox.process;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.DriverContract;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.InstantSource;

class ProcessDriverContractTest extends DriverContract {
  @Override
  protected Driver open(Runtimes runtimes, Path folder) {
    return new ProcessDriver(runtimes, folder.resolve("sandboxes"), InstantSource.system());
  }
}
