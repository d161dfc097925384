package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The AWS SDK for JavaScript v3, which AWS's Node runtimes bring along: the clients that functions
/// use most.
///
/// @param node where Node.js is installed
record NodeSdkPiece(Path node) implements RuntimeInstaller.Piece {
  @Override
  public String name() {
    return Installation.NODE_SDK;
  }

  @Override
  public String title() {
    return "AWS SDK for JavaScript " + Installation.JAVASCRIPT_SDK_VERSION;
  }

  @Override
  public Family family() {
    return Family.NODE;
  }

  @Override
  public Path make(Path temporary, Shell shell) throws IOException {
    Npm.install("node-sdk", temporary, shell);
    shell.run(
        temporary,
        List.of(
            node.resolve("bin/node").toString(),
            "-e",
            "new (require('@aws-sdk/client-lambda').LambdaClient)({})"));
    // AWS's place for them is /var/runtime/node_modules: the folder keeps its name inside another.
    var made = Files.createDirectory(temporary.resolve("sdk"));
    Files.move(temporary.resolve("node_modules"), made.resolve("node_modules"));
    return made;
  }
}
