package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Node.js itself: Debian's is too old, and starts 30 ms later.
final class NodePiece implements RuntimeInstaller.Piece {
  @Override
  public String name() {
    return Installation.NODE;
  }

  @Override
  public String title() {
    return "Node.js " + Installation.NODE_VERSION;
  }

  @Override
  public Family family() {
    return Family.NODE;
  }

  @Override
  public Path make(Path temporary, Shell shell) throws IOException {
    Npm.install("node-binary", temporary, shell);
    var made = temporary.resolve("node_modules").resolve("node-linux-" + architecture());
    var node = made.resolve("bin/node");
    if (!Files.isExecutable(node)) {
      throw new IOException("there is no Node.js package for this machine's architecture");
    }
    shell.run(temporary, List.of(node.toString(), "--version"));
    for (var unneeded : List.of("include", "share")) {
      Folders.delete(made.resolve(unneeded)); // a third of its size, for building add-ons only
    }
    return made;
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> "x64";
      case "aarch64" -> "arm64";
      default -> System.getProperty("os.arch");
    };
  }
}
