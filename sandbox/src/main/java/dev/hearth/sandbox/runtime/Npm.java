package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// npm, from the user's PATH.
final class Npm {
  private Npm() {}

  /// Installs into `folder/node_modules` exactly what the resource `name/package-lock.json` pins.
  ///
  /// @throws IOException that tells how to get npm where there is none
  static void install(String name, Path folder, Shell shell) throws IOException {
    if (!shell.succeeds(folder, List.of("npm", "--version"))) {
      throw new IOException(
          "npm is needed to install Node.js and its AWS SDK (on Debian: apt-get install -y npm)");
    }
    RuntimeInstaller.unpack(name + "/package.json", folder);
    RuntimeInstaller.unpack(name + "/package-lock.json", folder);
    // No package here needs its scripts, and none gets to run them.
    shell.run(folder, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
  }
}
