package dev.hearth.cli;

import picocli.CommandLine.Command;

/// `hearth account list`.
@Command(
    name = "list",
    description =
        "List the accounts, with the quotas that differ from those of all; - is the same.")
final class AccountList extends RemoteCommand {
  AccountList(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    return AccountCommand.list(clients, terminal, json);
  }
}
