package dev.hearth.cli.check;

import dev.hearth.cli.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What all rules say of one subject, as `rule severity`.
public final class Findings {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));

  private Findings() {}

  /// An examination by all rules.
  public static Examination examination() {
    return new Examination(Rules.all(CLOCK, _ -> List.of()));
  }

  static List<String> checked(Subject subject) {
    var examination = examination();
    examination.examine(subject);
    return words(examination);
  }

  /// What was found, the worst first.
  public static List<String> words(Examination examination) {
    return examination.findings().stream()
        .map(finding -> finding.rule().id() + " " + finding.severity().word())
        .toList();
  }

  static List<String> ofPolicy(String statement) {
    var json = Json.parse("{\"Version\": \"2012-10-17\", \"Statement\": " + statement + "}");
    return checked(PolicyDocument.of(Place.of("role worker"), json));
  }

  /// A function without a fault.
  static DeployedFunction function() {
    return new DeployedFunction(
        "greet",
        "python3.14",
        3,
        128,
        Map.of("STAGE", "test"),
        List.of(),
        false,
        List.of(),
        Usage.NONE);
  }

  static DeployedFunction function(String runtime) {
    return new DeployedFunction(
        "greet", runtime, 3, 128, Map.of(), List.of(), false, List.of(), Usage.NONE);
  }

  static DeployedFunction function(Map<String, String> environment) {
    return new DeployedFunction(
        "greet", "python3.14", 3, 128, environment, List.of(), false, List.of(), Usage.NONE);
  }

  static DeployedFunction function(int timeoutSeconds, int memory, Usage usage) {
    return new DeployedFunction(
        "greet",
        "python3.14",
        timeoutSeconds,
        memory,
        Map.of(),
        List.of(),
        false,
        List.of(),
        usage);
  }

  static Usage usage(int runs, int millis, int mebibytes) {
    return new Usage(runs, Duration.ofMillis(millis), mebibytes);
  }
}
