package dev.hearth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hearth account show`.
@Command(name = "show", description = "Show one account.")
final class AccountShow extends RemoteCommand {
  @Parameters(paramLabel = "NAME", description = "The account's name or number.")
  private String name = "";

  AccountShow(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    for (var account : clients.own().get(AccountCommand.PATH).path("accounts")) {
      if (name.equals(account.path("name").asText())
          || name.equals(account.path("account").asText())) {
        terminal
            .out()
            .print(
                json
                    ? account + "\n"
                    : AccountCommand.render(
                        JsonNodeFactory.instance.arrayNode().add(account), terminal.style()));
        return DONE;
      }
    }
    throw new Failure("There is no account " + name + ".", "`hearth account list` lists them.");
  }
}
