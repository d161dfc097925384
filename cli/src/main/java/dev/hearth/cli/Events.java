package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hearth events`: what became of the events that a function was sent asynchronously.
@Command(
    name = "events",
    description = {
      "List a function's asynchronous events: those that wait or run, then the last hundred that"
          + " ended.",
      "",
      "  hearth events greet --failed",
      "  hearth events greet --redrive 8b1c…    run a failed event again, as a new one"
    })
final class Events extends RemoteCommand {
  private static final int LONGEST_REASON = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  @Parameters(paramLabel = "NAME", description = "The function's name or ARN.")
  private String name = "";

  @Option(names = "--failed", description = "Only those that came to nothing.")
  private boolean failed;

  @Option(
      names = "--before",
      paramLabel = "N",
      description = "Go on where an earlier list ended, by the number that it names.")
  private @Nullable Long before;

  @Option(
      names = "--redrive",
      paramLabel = "ID",
      description = "Make a new event of the failed one with this request id.")
  private @Nullable String redrive;

  Events(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var path = "/_hearth/events?function=" + encoded(name);
    return redrive == null
        ? list(clients, path + (failed ? "&failed=true" : ""))
        : redrive(clients, path + "&redrive=" + encoded(redrive));
  }

  private int redrive(AwsClients clients, String path) {
    var answer = clients.own().post(path);
    if (json) {
      terminal.out().println(answer);
    } else {
      terminal.out().println(answer.path("requestId").asText());
    }
    return DONE;
  }

  private int list(AwsClients clients, String path) {
    var answer = clients.own().get(before == null ? path : path + "&before=" + before);
    if (json) {
      terminal.out().println(answer);
      return DONE;
    }
    var table = new Table("EVENT", "OUTCOME", ">ATTEMPTS", "ACCEPTED", "SENT", "WHY");
    answer.path("waiting").forEach(event -> row(table, event, event.path("state").asText()));
    answer.path("ended").forEach(event -> row(table, event, event.path("outcome").asText()));
    if (answer.path("waiting").isEmpty() && answer.path("ended").isEmpty()) {
      terminal.err().println(failed ? "No event came to nothing." : "No events.");
      return DONE;
    }
    terminal.out().print(table.render(terminal.style()));
    if (answer.path("before").isNumber()) {
      terminal.err().println("There are more: --before " + answer.path("before").asLong());
    }
    return DONE;
  }

  private static void row(Table table, JsonNode event, String outcome) {
    var redriven = event.path("redrivenAs");
    table.row(
        event.path("requestId").asText(),
        outcome,
        event.path("attempts").asText(),
        TIME.format(Instant.parse(event.path("accepted").asText())),
        sent(event.path("sent")),
        redriven.isTextual() ? "redriven as " + redriven.asText() : why(event));
  }

  private static String sent(JsonNode sent) {
    var words = new ArrayList<String>();
    for (var each : sent) {
      var target = each.path("target").asText();
      words.add(target.substring(target.lastIndexOf(':') + 1) + " " + each.path("state").asText());
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static String why(JsonNode event) {
    var line = event.path("why").asText("").replaceAll("\\s+", " ");
    return line.isEmpty()
        ? "-"
        : line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 1) + "…";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
