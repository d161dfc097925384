package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.ConcurrencyPlan.Provisioned;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Readiness;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
  private final NodeLab lab = new NodeLab();
  private final Invoker invoker = lab.invoker(NodeLab.limits(100, 16, Duration.ofMillis(1)));
  private final FunctionVersion one = lab.functions.put("f", "1");

  @AfterEach
  void close() {
    invoker.close();
  }

  private void provision(int count) {
    invoker.plan(NodeLab.plan(Map.of(), new Provisioned("f", "1", count)));
  }

  private void awaitAvailable(int count) {
    NodeLab.await(() -> invoker.readiness(one).available() == count);
  }

  @Test
  void sandboxesAreInitialisedBeforeAnyInvocationAndServeItWarm() {
    provision(3);
    awaitAvailable(3);
    lab.invoke(invoker, "f", "1");

    assertThat(lab.driver.started).hasSize(3);
    assertThat(lab.driver.started)
        .allSatisfy(
            sandbox ->
                assertThat(sandbox.spec().initializationType()).isEqualTo(SandboxSpec.PROVISIONED));
    assertThat(invoker.readiness(one))
        .hasToString("Readiness[allocated=3, available=3, failure=null]");
  }

  @Test
  void whatDiesIsReplaced() {
    provision(2);
    awaitAvailable(2);
    lab.driver.handler = (_, _) -> new Run.Crashed("exit status 1", false, Duration.ZERO);
    lab.invoke(invoker, "f", "1");

    NodeLab.await(() -> lab.driver.living() == 2);
    assertThat(lab.driver.started).hasSize(3);
    lab.driver.started.getLast().alive = false;
    invoker.reap();
    NodeLab.await(() -> lab.driver.living() == 2);
  }

  @Test
  void idlenessDoesNotEndThemAndFewerAreKeptWhenFewerAreWanted() {
    provision(3);
    awaitAvailable(3);
    lab.clock.step(Duration.ofMinutes(30));
    invoker.reap();
    assertThat(lab.driver.living()).isEqualTo(3);
    provision(1);
    NodeLab.await(() -> lab.driver.living() == 1);
    invoker.plan(NodeLab.plan(Map.of()));
    NodeLab.await(() -> lab.driver.living() == 0);
  }

  @Test
  void ageTakesOneOfThemAtATime() {
    provision(3);
    awaitAvailable(3);
    lab.clock.step(Duration.ofHours(7));
    for (int replaced = 1; replaced <= 3; replaced++) {
      int started = 3 + replaced;
      invoker.reap();
      NodeLab.await(() -> lab.driver.started.size() == started);
      awaitAvailable(3);
    }
    invoker.reap();
    assertThat(lab.driver.living()).isEqualTo(3);
  }

  @Test
  void anInitialisationThatFailsIsToldAndTriedAgainLater() {
    lab.driver.initialises = false;
    provision(1);
    NodeLab.await(() -> invoker.readiness(one).failure() != null);
    assertThat(invoker.readiness(one).failure()).isEqualTo("FUNCTION_ERROR_INIT_FAILURE");
    assertThat(lab.driver.living()).isZero();

    lab.driver.initialises = true;
    lab.clock.step(Duration.ofMinutes(1));
    invoker.reap();
    awaitAvailable(1);
    assertThat(invoker.readiness(one).failure()).isNull();
  }

  @Test
  void aDeletedVersionsSandboxesAreClosed() {
    provision(2);
    awaitAvailable(2);
    lab.functions.delete(one);
    assertThat(lab.driver.living()).isZero();
    assertThat(invoker.readiness(one)).isEqualTo(Readiness.NONE);
  }

  @Test
  void aQuarterOfTheNodeIsLeftToWhatIsNotProvisioned() {
    provision(99);
    awaitAvailable(12);
    NodeLab.await(() -> invoker.readiness(one).failure() != null);
    assertThat(lab.driver.living()).isEqualTo(12);
  }
}
