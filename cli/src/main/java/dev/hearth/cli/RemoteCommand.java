package dev.hearth.cli;

import picocli.CommandLine.Mixin;

/// A command that talks to a running Hearth.
abstract class RemoteCommand extends HearthCommand {
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  RemoteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public final Integer call() {
    try (var clients = new AwsClients(connection.connect(terminal))) {
      return run(clients);
    }
  }

  /// @return the exit code
  abstract int run(AwsClients clients);
}
