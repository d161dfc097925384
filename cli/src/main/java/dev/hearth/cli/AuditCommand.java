package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth audit`: who did what.
@Command(
    name = "audit",
    description = {
      "List the audit trail, newest first: who did what, when, from where, and what became of it.",
      "",
      "  hearth audit --changes --user ann",
      "  hearth audit verify              find out whether a line was changed or removed",
      "  hearth audit export >trail.jsonl"
    })
final class AuditCommand extends RemoteCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  @Option(names = "--user", paramLabel = "NAME", description = "Of this user or session.")
  private @Nullable String user;

  @Option(names = "--event", paramLabel = "NAME", description = "Of this operation.")
  private @Nullable String event;

  @Option(names = "--service", paramLabel = "NAME", description = "Of this service.")
  private @Nullable String source;

  @Option(names = "--resource", paramLabel = "NAME", description = "On this resource: ARN or name.")
  private @Nullable String resource;

  @Option(names = "--request", paramLabel = "ID", description = "Of this request.")
  private @Nullable String request;

  @Option(names = "--key", paramLabel = "ID", description = "Signed by this access key.")
  private @Nullable String key;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From then on: 2026-03-01T12:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Up to then.")
  private @Nullable String to;

  @Option(names = "--failed", description = "Only what was refused or failed.")
  private boolean failed;

  @Option(names = "--changes", description = "Only what may have changed something.")
  private boolean changes;

  @Option(
      names = "--before",
      paramLabel = "N",
      description = "Go on where an earlier list ended, by the number that it names.")
  private @Nullable Long before;

  AuditCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var path = new StringBuilder("/_hearth/audit?");
    add(path, "user", user);
    add(path, "event", event);
    add(path, "source", source);
    add(path, "resource", resource);
    add(path, "request", request);
    add(path, "key", key);
    add(path, "from", from);
    add(path, "to", to);
    add(path, "failed", failed ? "true" : null);
    add(path, "changes", changes ? "true" : null);
    add(path, "before", before == null ? null : before.toString());
    var answer = clients.own().get(path.toString());
    if (json) {
      terminal.out().println(answer);
    } else if (answer.path("lines").isEmpty()) {
      terminal.err().println("No such lines.");
    } else {
      terminal.out().print(render(answer.path("lines"), terminal.style()));
      if (answer.path("before").isNumber()) {
        terminal.err().println("There are more: --before " + answer.path("before").asLong());
      }
    }
    return DONE;
  }

  private static void add(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
          .append('&');
    }
  }

  static String render(JsonNode lines, Style style) {
    var table = new Table("TIME", "WHO", "SERVICE", "OPERATION", "ON", "OUTCOME", "REQUEST");
    for (var line : lines) {
      var error = line.path("error").asText();
      var who = line.path("user").asText();
      table.row(
          TIME.format(Instant.parse(line.path("time").asText())),
          who.isEmpty() ? line.path("key").asText("-") : who,
          line.path("source").asText().replace(".amazonaws.com", ""),
          line.path("event").asText(),
          resource(line.path("resources")),
          error.isEmpty() ? "done" : error,
          line.path("requestId").asText());
    }
    return table.render(style);
  }

  private static String resource(JsonNode resources) {
    var arn = resources.path(0).asText("-");
    int behind = Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/'));
    return arn.substring(behind + 1) + (resources.size() > 1 ? " …" : "");
  }
}
