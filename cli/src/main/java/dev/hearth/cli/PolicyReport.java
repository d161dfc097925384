package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Tells people how a role's grants and its calls differ.
final class PolicyReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private PolicyReport() {}

  /// Whether grants and calls are not the same.
  static boolean differs(JsonNode answer) {
    return !answer.path("unused").isEmpty()
        || !answer.path("missing").isEmpty()
        || !answer.path("denied").isEmpty();
  }

  /// All that is to be said beside the policy, in lines.
  static String render(JsonNode answer, Style style) {
    var text = new StringBuilder();
    long calls = 0;
    for (var call : answer.path("calls")) {
      calls += call.path("allowed").asLong() + call.path("denied").asLong();
    }
    text.append(
        "%s asked for %d permissions on %d occasions.%n"
            .formatted(answer.path("principal").asText(), answer.path("calls").size(), calls));
    answer
        .path("generalised")
        .properties()
        .forEach(
            entry ->
                text.append("  %s: %s%n".formatted(entry.getKey(), entry.getValue().asText())));
    part("Granted and never used:", answer.path("unused"), text, style);
    for (var unused : answer.path("unused")) {
      text.append("  - ").append(style.warning(unused(unused))).append('\n');
    }
    if (isAboutLogs(answer.path("unused"))) {
      text.append(
          style.dim(
              "  Hearth writes a function's log itself; on AWS its role needs the logs:"
                  + " actions.\n"));
    }
    part(
        "Asked for, and granted by none of its own policies:", answer.path("missing"), text, style);
    for (var missing : answer.path("missing")) {
      text.append(
          "  + %s on %s%s%n"
              .formatted(
                  style.good(missing.path("action").asText()),
                  missing.path("resource").asText(),
                  missing.path("allowed").asLong() > 0
                      ? style.dim(" (allowed by the resource's policy, or before)")
                      : ""));
    }
    part("Denied:", answer.path("denied"), text, style);
    for (var denied : answer.path("denied")) {
      text.append("  ").append(denial(denied, style)).append('\n');
    }
    if (!differs(answer)) {
      text.append("It is granted what it asked for, and no more.\n");
    }
    return text.toString();
  }

  private static boolean isAboutLogs(JsonNode unused) {
    for (var statement : unused) {
      for (var action : statement.path("actions")) {
        if (action.asText().startsWith("logs:")) {
          return true;
        }
      }
    }
    return false;
  }

  private static void part(String title, JsonNode rows, StringBuilder text, Style style) {
    if (!rows.isEmpty()) {
      text.append('\n').append(style.bold(title)).append('\n');
    }
  }

  private static String unused(JsonNode unused) {
    var sid = unused.path("sid").asText();
    var where =
        "statement %s of %s"
            .formatted(
                sid.isEmpty() ? unused.path("statement").asText() : sid,
                unused.path("policy").asText());
    if (unused.path("whole").asBoolean()) {
      return where + ": all of it (" + list(unused.path("actions")) + ")";
    }
    var parts = new ArrayList<String>();
    if (!unused.path("actions").isEmpty()) {
      parts.add(list(unused.path("actions")));
    }
    if (!unused.path("resources").isEmpty()) {
      parts.add("anything on " + list(unused.path("resources")));
    }
    return where + ": " + String.join("; ", parts);
  }

  private static String list(JsonNode texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return String.join(", ", all);
  }

  private static String denial(JsonNode denied, Style style) {
    var by = denied.path("decidedBy").asText();
    return "%s  %s on %s %s  %s"
        .formatted(
            TIME.format(Instant.parse(denied.path("time").asText())),
            style.bad(denied.path("action").asText()),
            denied.path("resource").asText(),
            by.isEmpty() ? denied.path("said").asText() : "by " + by,
            style.dim(denied.path("requestId").asText()));
  }

  /// Which statement decided one need of a request.
  static String decision(JsonNode decision, Style style) {
    boolean allowed = decision.path("allowed").asBoolean();
    var line =
        "%s on %s: %s"
            .formatted(
                decision.path("action").asText(),
                decision.path("resource").asText(),
                decision.path("reason").asText());
    return (allowed ? style.good(line) : style.bad(line))
        + (decision.path("asPoliciesAreNow").asBoolean()
            ? style.dim(" (as the policies are now)")
            : "");
  }
}
