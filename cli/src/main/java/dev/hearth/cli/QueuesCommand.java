package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;

/// `hearth queues`: how full the queues are, and how busy.
@Command(
    name = "queues",
    description = {
      "List the queues: messages that can be received, are in flight or delayed; the age of the"
          + " oldest; messages sent and received a second, of the last ten seconds; and where dead"
          + " letters go.",
      "",
      "  watch hearth queues",
    })
final class QueuesCommand extends RemoteCommand {
  QueuesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var queues = JsonNodeFactory.instance.arrayNode();
    JsonNode answer;
    for (var after = ""; ; after = answer.path("after").asText()) {
      answer =
          clients
              .own()
              .get("/_hearth/queues?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
      answer.path("queues").forEach(queues::add);
      if (!answer.path("after").isTextual()) {
        break;
      }
    }
    if (json) {
      terminal.out().println(JsonNodeFactory.instance.objectNode().set("queues", queues));
    } else if (queues.isEmpty()) {
      terminal.err().println("No queues.");
    } else {
      terminal.out().print(render(queues, terminal.style()));
    }
    return DONE;
  }

  static String render(JsonNode queues, Style style) {
    var table =
        new Table(
            "QUEUE",
            ">READY",
            ">IN FLIGHT",
            ">DELAYED",
            ">OLDEST",
            ">SENT/S",
            ">RECEIVED/S",
            "DEAD LETTERS TO");
    for (var queue : queues) {
      long all = number(queue, "visible") + number(queue, "inFlight") + number(queue, "delayed");
      var deadLetters = queue.path("deadLetterQueue").asText("");
      table.row(
          queue.path("name").asText(),
          Long.toString(number(queue, "visible")),
          Long.toString(number(queue, "inFlight")),
          Long.toString(number(queue, "delayed")),
          all == 0 ? "-" : Spans.brief(Duration.ofMillis(number(queue, "oldestMillis"))),
          rate(queue, "sentPerSecond"),
          rate(queue, "receivedPerSecond"),
          queue.path("deadLetterQueue").isTextual()
              ? deadLetters.substring(deadLetters.lastIndexOf(':') + 1)
              : "-");
    }
    return table.render(style);
  }

  private static long number(JsonNode queue, String field) {
    return queue.path(field).asLong();
  }

  private static String rate(JsonNode queue, String field) {
    double rate = queue.path(field).asDouble();
    return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate);
  }
}
