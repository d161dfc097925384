package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.DriverContract;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.InstantSource;

class BubblewrapDriverTest extends DriverContract {
  @Override
  protected Driver open(Runtimes runtimes, Path folder) {
    Requirements.sandboxes();
    return new BubblewrapDriver(runtimes, Requirements.settings(null), InstantSource.system());
  }
}
