package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth audit export`: the trail as JSON lines.
@Command(
    name = "export",
    description = {
      "Print the audit trail, oldest first: one line each with its place, its event, word for word"
          + " as it was hashed, and its hash, SHA-256 over the hash before it and the event.",
    })
final class AuditExport extends RemoteCommand {
  @Option(names = "--after", paramLabel = "SEQ", description = "Only what comes behind this place.")
  private long after;

  AuditExport(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    JsonNode answer;
    long from = after;
    do {
      answer = clients.own().get("/_hearth/audit/export?after=" + from);
      answer.path("lines").forEach(line -> terminal.out().println(line));
      from = answer.path("after").asLong();
    } while (answer.path("after").isNumber());
    return DONE;
  }
}
