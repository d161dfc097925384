package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private final NodeLab lab = new NodeLab();
  private final Invoker invoker = lab.invoker(NodeLab.limits(100, 4, Duration.ofMillis(1)));

  @BeforeEach
  void deploy() {
    lab.functions.put("f", "1");
    lab.functions.put("g", "1");
  }

  @AfterEach
  void close() {
    invoker.close();
  }

  /// Calls `f` as often as `times`, `pause` after each.
  private void callEvery(Duration pause, int times) {
    for (int i = 0; i < times; i++) {
      lab.invoke(invoker, "f", "1");
      pass(pause);
    }
  }

  private void pass(Duration time) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      lab.clock.step(Duration.ofMinutes(1));
      invoker.reap();
    }
  }

  private int startsOf(Runnable calls) {
    int before = lab.driver.started.size();
    calls.run();
    return lab.driver.started.size() - before;
  }

  @Test
  void aFunctionThatIsCalledEveryHourIsWarmOnceItsPatternIsKnown() {
    assertThat(startsOf(() -> callEvery(Duration.ofHours(1), 3))).isEqualTo(3);
    assertThat(startsOf(() -> callEvery(Duration.ofHours(1), 4))).isOne();
  }

  @Test
  void aPatternThatEndedKeepsNoSandbox() {
    callEvery(Duration.ofHours(1), 5);
    assertThat(lab.driver.living()).isOne();
    pass(Duration.ofMinutes(60));
    assertThat(lab.driver.living()).isZero();
  }

  @Test
  void aNewPatternIsLearned() {
    callEvery(Duration.ofHours(2), 30);
    callEvery(Duration.ofMinutes(2), 400);
    pass(Duration.ofMinutes(10));
    assertThat(lab.driver.living()).isZero();
  }

  @Test
  void anotherFunctionsPatternDoesNotCount() {
    callEvery(Duration.ofHours(1), 4);
    lab.invoke(invoker, "g", "1");
    pass(Duration.ofMinutes(11));
    assertThat(invoker.sandboxes())
        .extracting(SandboxView::functionArn)
        .allSatisfy(arn -> assertThat(arn).contains(":function:f"));
  }

  @Test
  void aFullNodeGivesItsRoomToOthersAllTheSame() {
    callEvery(Duration.ofHours(1), 4);
    for (int i = 0; i < 4; i++) {
      lab.functions.put("other-" + i, "1");
      lab.invoke(invoker, "other-" + i, "1");
    }
    assertThat(invoker.sandboxes())
        .extracting(SandboxView::functionArn)
        .noneSatisfy(arn -> assertThat(arn).contains(":function:f"));
  }
}
