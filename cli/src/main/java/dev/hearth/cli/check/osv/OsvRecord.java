package dev.hearth.cli.check.osv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.check.Severity;
import dev.hearth.cli.check.Vulnerability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a record. Source: OSV schema, "affected[].ranges[].events" and "Evaluation".
final class OsvRecord {
  /// Names and versions that are shown.
  private static final int MOST_SHOWN = 5;

  private OsvRecord() {}

  /// What it tells about one of the packages that it is about.
  static Vulnerability vulnerability(JsonNode record, JsonNode affected) {
    var fixed = new LinkedHashSet<String>();
    for (var range : affected.path("ranges")) {
      if (isOfVersions(range)) {
        range.path("events").forEach(event -> add(fixed, event.path("fixed")));
      }
    }
    var aliases = new LinkedHashSet<String>();
    record.path("aliases").forEach(alias -> add(aliases, alias));
    return new Vulnerability(
        record.path("id").asText(),
        aliases.stream().limit(MOST_SHOWN).toList(),
        record.path("summary").asText().lines().findFirst().orElse("").strip(),
        severity(record, affected),
        fixed.stream().limit(MOST_SHOWN).toList());
  }

  private static void add(Set<String> values, JsonNode value) {
    if (value.isTextual()) {
      values.add(value.asText());
    }
  }

  /// The database's own word, else that of CVSS, else medium.
  private static Severity severity(JsonNode record, JsonNode affected) {
    var word =
        record
            .path("database_specific")
            .path("severity")
            .asText(affected.path("database_specific").path("severity").asText(""))
            .toUpperCase(Locale.ROOT);
    switch (word) {
      case "CRITICAL", "HIGH" -> {
        return Severity.HIGH;
      }
      case "MODERATE", "MEDIUM" -> {
        return Severity.MEDIUM;
      }
      case "LOW" -> {
        return Severity.LOW;
      }
      default -> {}
    }
    double worst = -1;
    for (var list : List.of(record.path("severity"), affected.path("severity"))) {
      for (var each : list) {
        worst = Math.max(worst, Cvss.score(each.path("score").asText()));
      }
    }
    return worst < 0 || (worst >= 4 && worst < 7)
        ? Severity.MEDIUM
        : worst >= 7 ? Severity.HIGH : Severity.LOW;
  }

  /// Whether `version` is one of those that are affected: listed, or within a range.
  static boolean affects(JsonNode affected, String version, VersionOrder order) {
    for (var listed : affected.path("versions")) {
      if (order.compare(listed.asText(), version) == 0) {
        return true;
      }
    }
    for (var range : affected.path("ranges")) {
      if (isOfVersions(range) && within(range.path("events"), version, order)) {
        return true;
      }
    }
    return false;
  }

  /// Not of commits.
  private static boolean isOfVersions(JsonNode range) {
    var type = range.path("type").asText();
    return type.equals("SEMVER") || type.equals("ECOSYSTEM");
  }

  /// What happened at a version: whether it was affected from there on, and whether itself too.
  private record Event(String version, Kind kind) {}

  private enum Kind {
    INTRODUCED,
    FIXED,
    LIMIT,
    LAST_AFFECTED
  }

  private static boolean within(JsonNode events, String version, VersionOrder order) {
    var sorted = new ArrayList<Event>();
    for (var node : events) {
      var event = event(node);
      if (event != null) {
        sorted.add(event);
      }
    }
    sorted.sort(
        Comparator.comparing(Event::version, (a, b) -> start(a, b, order))
            .thenComparing(Event::kind));
    boolean affected = false;
    for (var event : sorted) {
      boolean first = event.version.equals("0");
      int compared = first ? 1 : order.compare(version, event.version);
      switch (event.kind) {
        case INTRODUCED -> affected |= compared >= 0;
        case FIXED, LIMIT -> affected &= compared < 0;
        case LAST_AFFECTED -> affected &= compared <= 0;
      }
    }
    return affected;
  }

  /// `0` is before every version.
  private static int start(String a, String b, VersionOrder order) {
    boolean first = a.equals("0");
    return first || b.equals("0") ? Boolean.compare(b.equals("0"), first) : order.compare(a, b);
  }

  private static @Nullable Event event(JsonNode node) {
    for (var kind : Kind.values()) {
      var value = node.path(kind.name().toLowerCase(Locale.ROOT));
      if (value.isTextual() && !(kind == Kind.LIMIT && value.asText().equals("*"))) {
        return new Event(value.asText(), kind);
      }
    }
    return null;
  }
}
