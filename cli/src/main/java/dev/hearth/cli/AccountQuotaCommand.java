package dev.hearth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hearth account quota`.
@Command(
    name = "quota",
    description =
        "Change how much an account may have; it counts at once, and what runs and is stored"
            + " already stays.")
final class AccountQuotaCommand extends RemoteCommand {
  @Parameters(paramLabel = "NAME", description = "The account's name or number.")
  private String name = "";

  @Mixin private AccountQuotaOptions quota = new AccountQuotaOptions();

  AccountQuotaCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var account =
        clients
            .own()
            .post(
                AccountCommand.PATH
                    + "/quota?account="
                    + URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + quota.query());
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
