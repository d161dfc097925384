package dev.hearth.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth audit verify`: whether the trail is as it was written.
@Command(
    name = "verify",
    description = {
      "Go through the audit trail's chain of hashes and tell the first line that was changed or"
          + " removed. Note the head that it prints elsewhere: --head finds out later whether the"
          + " trail still has it.",
    })
final class AuditVerify extends RemoteCommand {
  @Option(
      names = "--head",
      paramLabel = "SEQ:HASH",
      description = "A head that was printed earlier and must still be in the chain.")
  private @Nullable String head;

  AuditVerify(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var answer = clients.own().get("/_hearth/audit/verify" + (head == null ? "" : "?head=" + head));
    boolean whole = answer.path("whole").asBoolean();
    if (json) {
      terminal.out().println(answer);
    } else if (whole) {
      terminal
          .out()
          .println(
              answer.path("lines").asLong()
                  + " lines, whole. Head: "
                  + answer.path("head").asText());
    } else {
      terminal.err().println(answer.path("fault").asText());
    }
    return whole ? DONE : FAILED;
  }
}
