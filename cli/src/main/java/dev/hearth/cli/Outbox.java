package dev.hearth.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth outbox`: what topics would have sent by mail, SMS or push.
@Command(
    name = "outbox",
    description = {
      "List the last hundred mails, SMS and push notifications that were published. Hearth sends"
          + " none of them, and keeps them for seven days.",
      "",
      "  hearth outbox --to me@example.org",
      "  hearth outbox --json                    with whole texts"
    })
final class Outbox extends RemoteCommand {
  private static final int LONGEST_TEXT = 70;

  @Option(names = "--to", paramLabel = "RECIPIENT", description = "Only what goes to this one.")
  private String to = "";

  @Option(
      names = "--before",
      paramLabel = "N",
      description = "Go on where an earlier list ended, by the number that it names.")
  private @Nullable Long before;

  Outbox(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var path = "/_hearth/outbox?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    var answer = clients.own().get(before == null ? path : path + "&before=" + before);
    if (json) {
      terminal.out().println(answer);
      return DONE;
    }
    if (answer.path("entries").isEmpty()) {
      terminal.err().println("The outbox is empty.");
      return DONE;
    }
    var table = new Table("WRITTEN", "PROTOCOL", "TO", "SUBJECT", "TEXT");
    for (var entry : answer.path("entries")) {
      table.row(
          entry.path("written").asText(),
          entry.path("protocol").asText(),
          entry.path("to").asText(),
          entry.path("subject").asText().isEmpty() ? "-" : entry.path("subject").asText(),
          line(entry.path("body").asText()));
    }
    terminal.out().print(table.render(terminal.style()));
    if (answer.path("before").isNumber()) {
      terminal.err().println("There are more: --before " + answer.path("before").asLong());
    }
    return DONE;
  }

  private static String line(String text) {
    var line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
