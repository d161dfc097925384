package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import picocli.CommandLine.Command;

/// `hearth account`: the accounts that share this Hearth. Alone it lists them.
@Command(
    name = "account",
    description = {
      "The accounts that share this Hearth: each has its own users, roles, functions and data, and"
          + " sees nothing of the others'. Alone it lists them.",
      "",
      "  hearth account create team-a --concurrency 50 --storage 2GB",
      "  hearth account show team-a",
    })
final class AccountCommand extends RemoteCommand {
  static final String PATH = "/_hearth/accounts";

  AccountCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    return list(clients, terminal, json);
  }

  static int list(AwsClients clients, Terminal terminal, boolean json) {
    var accounts = clients.own().get(PATH).path("accounts");
    if (json) {
      terminal.out().println(JsonNodeFactory.instance.objectNode().set("accounts", accounts));
    } else {
      terminal.out().print(render(accounts, terminal.style()));
    }
    return DONE;
  }

  static String render(JsonNode accounts, Style style) {
    var table = new Table("ACCOUNT", "NAME", "CREATED", ">CONCURRENCY", ">FUNCTIONS", ">STORAGE");
    for (var account : accounts) {
      table.row(
          account.path("account").asText(),
          account.path("home").asBoolean()
              ? "(this Hearth's own)"
              : account.path("name").asText("-"),
          account.path("created").asText(),
          number(account.path("concurrency")),
          number(account.path("functions")),
          size(account.path("codeBytes")));
    }
    return table.render(style);
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? value.asText() : "-";
  }

  private static String size(JsonNode value) {
    return value.isNumber()
        ? String.format(Locale.ROOT, "%.1f GB", value.asLong() / (double) (1 << 30))
        : "-";
  }
}
