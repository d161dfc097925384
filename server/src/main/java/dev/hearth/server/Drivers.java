package dev.hearth.server;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.process.ProcessDriver;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.store.DataFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;

/// Makes the driver that the configuration names.
final class Drivers {
  private Drivers() {}

  static Driver open(
      ServerConfig config,
      Runtimes runtimes,
      DataFolder folder,
      URI endpoint,
      InstantSource clock) {
    return switch (config.driver()) {
      case "bubblewrap" ->
          new BubblewrapDriver(
              runtimes,
              BubblewrapSettings.defaults(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.getPort()))
                  .with(config.egress()),
              clock);
      case "process" -> new ProcessDriver(runtimes, folder.folder("process"), clock);
      default ->
          throw new IllegalArgumentException(
              "driver: " + config.driver() + " (expected: bubblewrap or process)");
    };
  }
}
