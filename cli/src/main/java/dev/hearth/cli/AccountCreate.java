package dev.hearth.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hearth account create`.
@Command(
    name = "create",
    description =
        "Make an account with an administrator, and print their key, as shell exports. It is not"
            + " shown again: the account's own IAM makes others.")
final class AccountCreate extends RemoteCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "1 to 63 small letters, digits and hyphens, the first a letter.")
  private String name = "";

  @Mixin private AccountQuotaOptions quota = new AccountQuotaOptions();

  AccountCreate(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var made =
        clients
            .own()
            .post(
                AccountCommand.PATH
                    + "?name="
                    + URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + quota.query());
    if (json) {
      terminal.out().println(made);
      return DONE;
    }
    terminal.err().println("Made account " + made.path("account").asText() + " (" + name + ").");
    terminal
        .out()
        .println("export AWS_ACCESS_KEY_ID=" + Env.quote(made.path("accessKeyId").asText()));
    terminal
        .out()
        .println(
            "export AWS_SECRET_ACCESS_KEY=" + Env.quote(made.path("secretAccessKey").asText()));
    return DONE;
  }
}
