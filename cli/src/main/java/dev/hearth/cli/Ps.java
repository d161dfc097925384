package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/// `hearth ps`: the sandboxes that live now.
@Command(
    name = "ps",
    description = {
      "List the sandboxes: those that run or wait for a function's next call, and those parked for"
          + " any; then what functions have reserved and provisioned.",
    })
final class Ps extends RemoteCommand {
  Ps(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var answer = clients.own().get("/_hearth/sandboxes");
    if (json) {
      terminal.out().println(answer);
      return DONE;
    }
    var table =
        new Table("SANDBOX", "FUNCTION", "VERSION", "RUNTIME", "STATE", ">AGE", ">MEMORY", ">PID");
    var sandboxes = answer.path("sandboxes");
    var parked = new TreeMap<String, Integer>();
    for (var sandbox : sandboxes) {
      if (text(sandbox, "state").equals("parked")) {
        parked.merge(text(sandbox, "runtime"), 1, Integer::sum);
      } else {
        row(table, sandbox);
      }
    }
    parked.forEach(
        (runtime, count) -> table.row("-", "-", "-", runtime, count + " parked", "-", "-", "-"));
    if (sandboxes.isEmpty()) {
      terminal.err().println("No sandboxes: nothing has been called yet, and none are parked.");
    } else {
      terminal.out().print(table.render(terminal.style()));
    }
    showConcurrency(answer.path("concurrency"));
    return DONE;
  }

  /// Of functions that have something reserved or provisioned.
  private void showConcurrency(JsonNode functions) {
    var table = new Table("FUNCTION", ">RUNNING", ">RESERVED", ">PROVISIONED");
    int rows = 0;
    for (var function : functions) {
      if (function.has("reserved") || function.path("provisioned").asInt() > 0) {
        table.row(
            name(function),
            text(function, "running"),
            text(function, "reserved"),
            text(function, "provisioned"));
        rows++;
      }
    }
    if (rows > 0) {
      terminal.out().print("\n" + table.render(terminal.style()));
    }
  }

  private static String name(JsonNode row) {
    var arn = text(row, "function");
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private static void row(Table table, JsonNode sandbox) {
    table.row(
        text(sandbox, "id"),
        name(sandbox),
        text(sandbox, "version"),
        text(sandbox, "runtime"),
        text(sandbox, "state") + (sandbox.path("provisioned").asBoolean() ? ", provisioned" : ""),
        Spans.brief(Duration.ofMillis(sandbox.path("ageMillis").asLong())),
        memory(sandbox.path("memoryMebibytes").asInt()),
        text(sandbox, "pid"));
  }

  private static String text(JsonNode sandbox, String field) {
    var text = sandbox.path(field).asText("");
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }

  private static String memory(int mebibytes) {
    return mebibytes == 0 ? "-" : mebibytes + " MiB"; // 0: the host cannot tell
  }
}
