package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Settings;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {
  private final FunctionVersion version =
      new FunctionVersion(
          new AccountId("123456789012"),
          Region.DEFAULT,
          "f",
          "$LATEST",
          "1",
          "Active",
          Path.of("/nowhere"),
          "sha",
          Settings.defaults("f", "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
          Map.of());
  private final RecordedLogs logs = new RecordedLogs();
  private final SteppedClock clock = new SteppedClock();
  private final SandboxLog log =
      new SandboxLog(
          logs,
          new Logs.Stream(version.account(), version.region(), "/g", "s"),
          version.settings().logging(),
          clock);
  private final FakeDriver driver = new FakeDriver();
  private final FakeDriver.FakeSandbox sandbox =
      (FakeDriver.FakeSandbox)
          driver.start(
              new SandboxSpec(
                  version.versionArn(),
                  "f",
                  "$LATEST",
                  "python3.12",
                  "app.handler",
                  Path.of("/nowhere"),
                  List.of(),
                  Map.of(),
                  128,
                  512,
                  Duration.ofSeconds(3),
                  "s"),
              log);
  private final Pool pool =
      new Pool(Pool.Key.of(version, null), version, new Concurrency(_ -> 1000).use(version));
  private final Slot slot = new Slot(pool, false, sandbox, log, clock, () -> {});

  private Answer run() {
    return slot.run(new Event("r", "arn:f", Payload.of("1"), null, null), null, clock.instant());
  }

  @Test
  void withoutExtensionsAnInvocationIsOverWithItsAnswer() {
    run();

    assertThat(slot.settled()).isTrue();
    assertThat(sandbox.told)
        .satisfiesExactly(
            event -> assertThat(event).isInstanceOf(PlatformEvent.Start.class),
            event -> assertThat(event).isInstanceOf(PlatformEvent.Report.class));
  }

  @Test
  void theReportWaitsForTheExtensionsAndTheAnswerDoesNot() {
    sandbox.settlement = () -> null;
    var answer = run();

    assertThat(answer.functionError()).isNull();
    assertThat(answer.logTail().text()).startsWith("START").doesNotContain("REPORT");
    assertThat(slot.settled()).isFalse();
    slot.settle();
    assertThat(slot.settled()).isTrue();
    assertThat(slot.reusable()).isTrue();
    assertThat(logs.lines.getLast()).startsWith("REPORT RequestId: r\t").doesNotContain("Status");
  }

  @Test
  void anExtensionThatFailsAfterTheAnswerSpendsTheSandbox() {
    sandbox.settlement =
        () -> new Run.ExtensionFailed("Extension.Crash", "exit status 3", Duration.ofMillis(5));
    assertThat(run().functionError()).isNull();
    slot.settle();

    assertThat(slot.reusable()).isFalse();
    assertThat(logs.lines)
        .contains("RequestId: r Error: exit status 3\tExtension.Crash\n")
        .anyMatch(line -> line.contains("\tStatus: error\tError Type: Extension.Crash\t"));
  }

  @Test
  void anExtensionThatFailsDuringTheRunIsTheRunsFailure() {
    driver.handler =
        (_, _) -> new Run.ExtensionFailed("Extension.Crash", "exit status 3", Duration.ofMillis(5));

    var answer = run();
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().text())
        .isEqualTo(
            "{\"errorType\":\"Extension.Crash\",\"errorMessage\":\"RequestId: r Error: exit status"
                + " 3\"}");
    assertThat(slot.reusable()).isFalse();
  }

  private Slot copied() {
    var spec =
        new SandboxSpec(
            version.versionArn(),
            "f",
            "1",
            "python3.12",
            "app.handler",
            Path.of("/nowhere"),
            List.of(),
            Map.of(),
            128,
            512,
            Duration.ofSeconds(3),
            "s",
            SandboxSpec.SNAP_START,
            null,
            null);
    return new Slot(pool, false, driver.start(spec, log), log, clock, () -> {});
  }

  private static Answer run(Slot slot, SteppedClock clock) {
    return slot.run(new Event("r", "arn:f", Payload.of("1"), null, null), null, clock.instant());
  }

  @Test
  void theFirstRunOfACopyIsReportedWithItsRestoreOfWhichItsOwnPartIsBilled() {
    var copied = copied();
    run(copied, clock);
    assertThat(logs.lines.getLast())
        .contains("\tDuration: 1.23 ms\tBilled Duration: 5 ms\t")
        .contains("\tRestore Duration: 20.00 ms\tBilled Restore Duration: 4 ms\t")
        .doesNotContain("Init Duration");
    run(copied, clock);
    assertThat(logs.lines.getLast())
        .contains("\tBilled Duration: 2 ms\t")
        .doesNotContain("Restore Duration");
  }

  @ParameterizedTest
  @CsvSource({"false, SnapStartException, 400", "true, SnapStartTimeoutException, 408"})
  void aCopyWhoseHooksFailRefusesTheInvocation(boolean late, String code, int status) {
    driver.initialises = false;
    driver.handler =
        (_, _) ->
            new Run.RestoreFailed(
                late, late ? null : "Runtime.AfterRestoreError", Duration.ofSeconds(1));
    var copied = copied();
    assertThatThrownBy(() -> run(copied, clock))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.status()).isEqualTo(status);
            });
    assertThat(copied.reusable()).isFalse();
    assertThat(logs.lines).noneMatch(line -> line.startsWith("START"));
  }
}
