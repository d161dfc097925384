package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.ConcurrencyPlan.Provisioned;
import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  private static final int ACCOUNT_LIMIT = 4;

  private final NodeLab lab = new NodeLab();
  private final CountDownLatch finish = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Invoker invoker =
      lab.invoker(NodeLab.limits(ACCOUNT_LIMIT, 16, Duration.ofMillis(1)));

  @BeforeEach
  void makeFunctions() {
    lab.functions.put("f", "$LATEST");
    lab.functions.put("g", "$LATEST");
    lab.functions.put("f", "1");
    lab.functions.put("f", "2");
    lab.driver.handler =
        (_, invocation) -> {
          awaitFinish();
          return FakeDriver.answered(invocation.payload());
        };
  }

  @AfterEach
  void close() {
    finish.countDown();
    threads.close();
    invoker.close();
  }

  private void awaitFinish() {
    try {
      finish.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Begins an invocation that runs until the end of the test.
  private void begin(String name, String version) {
    int before = running();
    var run = threads.submit(() -> lab.invoke(invoker, name, version));
    NodeLab.await(() -> running() > before || run.isDone());
    assertThat(run).isNotDone();
  }

  private int running() {
    return invoker.concurrency().stream().mapToInt(ConcurrencyView::running).sum();
  }

  private void throttled(String name, String version, String reason) {
    assertThatThrownBy(() -> lab.invoke(invoker, name, version))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo("TooManyRequestsException");
              assertThat(e).hasMessage("Rate Exceeded.");
              assertThat(e.members()).containsEntry("Reason", reason);
            });
  }

  @Test
  void aFunctionRunsNoMoreThanItReserved() {
    invoker.plan(NodeLab.plan(Map.of("f", 2)));
    begin("f", "");
    begin("f", "1");
    throttled("f", "", Concurrency.FUNCTION_LIMIT);
  }

  @Test
  void aReservationOfZeroThrottlesFromTheNextInvocationOn() {
    begin("f", "");
    invoker.plan(NodeLab.plan(Map.of("f", 0)));
    throttled("f", "", Concurrency.FUNCTION_LIMIT);
    invoker.plan(NodeLab.plan(Map.of()));
    begin("f", "");
  }

  @Test
  void theOthersShareWhatIsNotReserved() {
    invoker.plan(NodeLab.plan(Map.of("f", 2)));
    begin("g", "");
    begin("g", "");
    throttled("g", "", Concurrency.ACCOUNT_LIMIT);
    begin("f", "");
  }

  @Test
  void whatRunsAlreadyCountsAgainstANewReservation() {
    begin("f", "");
    begin("f", "");
    invoker.plan(NodeLab.plan(Map.of("f", 2)));
    throttled("f", "", Concurrency.FUNCTION_LIMIT);
    begin("g", "");
    begin("g", "");
    throttled("g", "", Concurrency.ACCOUNT_LIMIT);
  }

  @Test
  void whatIsProvisionedStaysFreeForItsVersion() {
    invoker.plan(NodeLab.plan(Map.of("f", 2), new Provisioned("f", "1", 1)));
    NodeLab.await(() -> lab.driver.living() == 1 && provisioned("f") == 1);

    begin("f", "2");
    throttled("f", "2", Concurrency.FUNCTION_LIMIT);
    begin("f", "1");
    assertThat(lab.driver.started).hasSize(2);
  }

  @Test
  void provisionedConcurrencyTakesFromTheAccountsShare() {
    invoker.plan(NodeLab.plan(Map.of(), new Provisioned("f", "1", 3)));
    NodeLab.await(() -> provisioned("f") == 3);

    begin("g", "");
    throttled("g", "", Concurrency.ACCOUNT_LIMIT);
  }

  private int provisioned(String name) {
    return invoker.concurrency().stream()
        .filter(view -> view.functionArn().endsWith(":" + name))
        .mapToInt(ConcurrencyView::provisioned)
        .sum();
  }
}
