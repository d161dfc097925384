package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.Settings.Logging;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxLogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final PlatformEvent.Report TRACED =
      new PlatformEvent.Report(
          "r",
          Status.SUCCESS,
          null,
          Duration.ofMillis(7),
          Duration.ofMillis(7),
          128,
          36,
          null,
          null,
          "Root=1-a;Parent=b;Sampled=1");

  private final RecordedLogs logs = new RecordedLogs();

  private SandboxLog log(Logging logging) {
    var stream = new Logs.Stream(new AccountId("123456789012"), Region.DEFAULT, "/g", "s");
    return new SandboxLog(logs, stream, logging, InstantSource.fixed(NOW));
  }

  private SandboxLog json(String application, String system) {
    return log(new Logging("JSON", application, system, "/g"));
  }

  private SandboxLog text() {
    return log(new Logging("Text", null, null, "/g"));
  }

  @Test
  void theFormatJsonHasThePlatformsEventsAsRecords() {
    json("INFO", "INFO").platform(NOW, new PlatformEvent.Start("r", "$LATEST", null));

    assertThat(logs.lines)
        .containsExactly(
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"type\":\"platform.start\","
                + "\"record\":{\"requestId\":\"r\",\"version\":\"$LATEST\"}}\n");
  }

  @Test
  void aReportTellsItsMetricsAndItsTrace() {
    json("INFO", "INFO").platform(NOW, TRACED);

    assertThat(logs.lines.getFirst())
        .contains("\"type\":\"platform.report\"")
        .contains(
            "\"metrics\":{\"durationMs\":7.0,\"billedDurationMs\":7,\"memorySizeMB\":128,"
                + "\"maxMemoryUsedMB\":36}")
        .contains("\"status\":\"success\"")
        .contains("\"tracing\":{\"spanId\":\"b\",\"type\":\"X-Amzn-Trace-Id\"");
  }

  @Test
  void theSystemLevelHidesWhatIsBelowIt() {
    var done = new PlatformEvent.InitRuntimeDone("on-demand", Status.SUCCESS, null);
    var failed =
        new PlatformEvent.InitRuntimeDone("on-demand", Status.FAILURE, "Runtime.ExitError");
    var info = json("INFO", "INFO");
    info.platform(NOW, done);
    info.platform(NOW, failed);
    json("INFO", "DEBUG").platform(NOW, done);
    json("INFO", "WARN").platform(NOW, TRACED);

    assertThat(logs.lines).hasSize(2);
    assertThat(logs.lines.getFirst()).contains("\"status\":\"failure\"");
    assertThat(logs.lines.getLast()).contains("\"status\":\"success\"");
  }

  @Test
  void theApplicationLevelHidesLinesThatSayTheyAreBelowIt() {
    var log = json("WARN", "INFO");
    for (var line :
        List.of(
            "{\"level\":\"DEBUG\"}",
            "{\"a\":{\"level\":\"ERROR\"},\"level\":\"info\"}",
            "{\"message\":\"a level that is missing counts as INFO\"}",
            "{\"a\":[{\"level\":\"INFO\"}],\"level\":\"ERROR\"}",
            "plain text",
            "{ no JSON")) {
      log.accept(NOW, line);
    }
    assertThat(logs.lines)
        .containsExactly(
            "{\"a\":[{\"level\":\"INFO\"}],\"level\":\"ERROR\"}\n", "plain text\n", "{ no JSON\n");
  }

  @Test
  void levelsDoNotApplyToExtensionsNorToTheFormatText() {
    json("ERROR", "WARN").extension(NOW, "{\"level\":\"DEBUG\"}");
    text().accept(NOW, "{\"level\":\"DEBUG\"}");

    assertThat(logs.lines).hasSize(2);
  }

  @Test
  void aTracedRunTellsItsTraceInASecondLineOfItsReport() {
    text().platform(NOW, TRACED);

    assertThat(logs.lines)
        .containsExactly(
            "END RequestId: r\n",
            "REPORT RequestId: r\tDuration: 7.00 ms\tBilled Duration: 7 ms\tMemory Size: 128 MB"
                + "\tMax Memory Used: 36 MB\t\nXRAY TraceId: 1-a\tSegmentId: b\tSampled: true\t\n");
  }

  @Test
  void anInitialisationThatFailsHasAReportOfItsOwn() {
    var log = text();
    log.platform(
        NOW,
        new PlatformEvent.InitReport(
            "on-demand", Status.FAILURE, "Runtime.ExitError", Duration.ofMillis(12)));
    log.platform(
        NOW,
        new PlatformEvent.InitReport("on-demand", Status.SUCCESS, null, Duration.ofMillis(12)));

    assertThat(logs.lines)
        .containsExactly(
            "INIT_REPORT Init Duration: 12.00 ms\tPhase: init\tStatus: error"
                + "\tError Type: Runtime.ExitError\n");
  }
}
