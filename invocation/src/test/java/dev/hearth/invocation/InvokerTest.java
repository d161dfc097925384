package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeVersion;
import dev.hearth.functions.Settings;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Run;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InvokerTest {
  private final FakeDriver driver = new FakeDriver();
  private final RecordedLogs logs = new RecordedLogs();
  private final SteppedClock clock = new SteppedClock();
  private final AtomicReference<Functions.ChangeListener> listener = new AtomicReference<>();
  private final Set<String> retired = new HashSet<>();
  private final AtomicInteger leases = new AtomicInteger();
  private final Functions functions =
      new Functions() {
        @Override
        public FunctionVersion resolve(
            AccountId account, Region region, String name, String qualifier) {
          return function(name, qualifier);
        }

        @Override
        public Optional<Lease> lease(FunctionVersion version) {
          return retired.contains(version.revision())
              ? Optional.empty()
              : Optional.of(new CountedLease());
        }

        @Override
        public void onChange(ChangeListener added) {
          listener.set(added);
        }
      };

  private final class CountedLease implements Functions.Lease {
    CountedLease() {
      leases.incrementAndGet();
    }

    @Override
    public Path code() {
      return Path.of("/nowhere");
    }

    @Override
    public List<Path> layers() {
      return List.of();
    }

    @Override
    public void close() {
      leases.decrementAndGet();
    }
  }

  /// As an update does.
  private void retire(FunctionVersion version) {
    retired.add(version.revision());
    listener.get().retired(version);
  }

  private Invoker invoker(int accountConcurrency, int maxSandboxes) {
    RoleCredentials credentials =
        (_, _, _, _) -> new RoleCredentials.Credentials("ASIA", "secret", "token", Instant.MAX);
    return new Invoker(
        functions,
        driver,
        credentials,
        logs,
        URI.create("http://127.0.0.1:4566"),
        new InvocationLimits(
            accountConcurrency,
            maxSandboxes,
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Duration.ofHours(6)),
        clock);
  }

  private static FunctionVersion function(String name, String revision) {
    return new FunctionVersion(
        new AccountId("123456789012"),
        Region.DEFAULT,
        name,
        "$LATEST",
        revision,
        "Active",
        Path.of("/nowhere"),
        "sha",
        Settings.defaults(name, "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
        Map.of("KEY", "value"));
  }

  private static Event event(String payload) {
    return new Event("request-1", "arn:f", Payload.of(payload), null, null);
  }

  @Test
  void theSecondInvocationRunsInTheFirstOnesSandbox() {
    try (var invoker = invoker(10, 10)) {
      invoker.invoke(() -> function("f", "1"), event("1"));
      var answer = invoker.invoke(() -> function("f", "1"), event("{\"n\":2}"));

      assertThat(answer.payload().text()).isEqualTo("{\"n\":2}");
      assertThat(answer.functionError()).isNull();
      assertThat(driver.started).hasSize(1);
    }
  }

  @Test
  void aSandboxGetsItsRolesCredentialsAndTheEndpoint() {
    try (var invoker = invoker(10, 10)) {
      invoker.invoke(() -> function("f", "1"), event("1"));

      assertThat(driver.started.getFirst().spec().environment())
          .containsEntry("KEY", "value")
          .containsEntry("AWS_ACCESS_KEY_ID", "ASIA")
          .containsEntry("AWS_SESSION_TOKEN", "token")
          .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
          .containsEntry("AWS_REGION", "us-east-1");
    }
  }

  @Test
  void theLogHasTheLinesThatLambdaWritesAroundARun() {
    driver.handler =
        (sandbox, invocation) -> {
          sandbox.print("hello");
          return FakeDriver.answered(invocation.payload());
        };
    try (var invoker = invoker(10, 10)) {
      var answer = invoker.invoke(() -> function("f", "1"), event("1"));

      assertThat(logs.lines)
          .containsExactly(
              "INIT_START Runtime Version: python3.11 (python3.12 runs on python3.11)"
                  + "\tRuntime Version ARN: "
                  + RuntimeVersion.arn(Region.DEFAULT, "python3.12")
                  + "\n",
              "START RequestId: request-1 Version: $LATEST\n",
              "hello\n",
              "END RequestId: request-1\n",
              "REPORT RequestId: request-1\tDuration: 1.23 ms\tBilled Duration: 22 ms"
                  + "\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 20.00 ms\t\n");
      assertThat(answer.logTail().text())
          .isEqualTo(String.join("", logs.lines.subList(1, logs.lines.size())));
    }
  }

  @Test
  void aTailHoldsTheLastFourKibibytesOfOneRunOnly() {
    driver.handler =
        (sandbox, invocation) -> {
          for (int i = 0; i < 500; i++) {
            sandbox.print(invocation.payload().text() + " line €" + i);
          }
          return FakeDriver.answered(invocation.payload());
        };
    try (var invoker = invoker(10, 10)) {
      invoker.invoke(() -> function("f", "1"), event("1"));
      var tail = invoker.invoke(() -> function("f", "1"), event("2")).logTail();

      assertThat(tail.size()).isBetween(LogTail.LIMIT_BYTES - 3, LogTail.LIMIT_BYTES);
      assertThat(tail.text()).contains("2 line €499\n").doesNotContain("1 line", "\uFFFD");
    }
  }

  @Test
  void aSandboxThatTimedOutIsClosedAndTheNextInvocationGetsAFreshOne() {
    driver.handler = (_, _) -> new Run.TimedOut(Duration.ofSeconds(3), Duration.ofMillis(3001));
    try (var invoker = invoker(10, 10)) {
      var answer = invoker.invoke(() -> function("f", "1"), event("1"));
      driver.handler = (_, invocation) -> FakeDriver.answered(invocation.payload());
      invoker.invoke(() -> function("f", "1"), event("1"));

      assertThat(answer.functionError()).isEqualTo("Unhandled");
      assertThat(answer.payload().text())
          .isEqualTo(
              "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: request-1 Error:"
                  + " Task timed out after 3.00 seconds\"}");
      assertThat(logs.lines)
          .contains("request-1 Task timed out after 3.00 seconds\n")
          .anyMatch(line -> line.contains("\tStatus: timeout\t"));
      assertThat(driver.started).hasSize(2);
      assertThat(driver.started.getFirst().alive()).isFalse();
    }
  }

  @Test
  void aCrashIsToldInTheAnswerAndInTheLog() {
    driver.handler = (_, _) -> new Run.Crashed("exit status 1", false, Duration.ofMillis(5));
    try (var invoker = invoker(10, 10)) {
      var answer = invoker.invoke(() -> function("f", "1"), event("1"));

      assertThat(answer.payload().text())
          .isEqualTo(
              "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: request-1 Error:"
                  + " Runtime exited with error: exit status 1\"}");
      assertThat(logs.lines).anyMatch(line -> line.contains("Error Type: Runtime.ExitError"));
      assertThat(driver.living()).isZero();
    }
  }

  @Test
  void noOldCodeRunsAfterAVersionWasRetired() {
    try (var invoker = invoker(10, 10)) {
      invoker.invoke(() -> function("f", "1"), event("1"));
      retire(function("f", "1"));

      assertThat(driver.living()).isZero();
      var looked = new AtomicReference<>("1");
      // A request that looked the old version up just before looks again and finds the new one.
      invoker.invoke(() -> function("f", looked.getAndSet("2")), event("1"));
      assertThat(driver.started).hasSize(2);
      assertThat(looked.get()).isEqualTo("2");
    }
  }

  @Test
  void aBusySandboxOfARetiredVersionIsClosedWhenItsRunEnds() throws Exception {
    var running = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    driver.handler =
        (_, invocation) -> {
          running.countDown();
          await(finish);
          return FakeDriver.answered(invocation.payload());
        };
    try (var invoker = invoker(10, 10);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> invoker.invoke(() -> function("f", "1"), event("7")));
      running.await();
      retire(function("f", "1"));
      finish.countDown();

      assertThat(run.get().payload().text()).isEqualTo("7");
      assertThat(driver.living()).isZero();
    }
  }

  @Test
  void theAccountsConcurrencyIsTheLimitAndIsGivenBack() throws Exception {
    var running = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    driver.handler =
        (_, invocation) -> {
          running.countDown();
          await(finish);
          return FakeDriver.answered(invocation.payload());
        };
    try (var invoker = invoker(1, 10);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> invoker.invoke(() -> function("f", "1"), event("1")));
      running.await();

      assertThatThrownBy(() -> invoker.invoke(() -> function("g", "1"), event("1")))
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> {
                assertThat(e.code()).isEqualTo("TooManyRequestsException");
                assertThat(e.status()).isEqualTo(429);
                assertThat(e.members())
                    .containsEntry("Reason", "ConcurrentInvocationLimitExceeded");
              });
      finish.countDown();
      run.get();
      assertThat(invoker.invoke(() -> function("g", "1"), event("5")).payload().text())
          .isEqualTo("5");
    }
  }

  @Test
  void aFullNodeClosesTheSandboxThatWasIdleLongest() {
    try (var invoker = invoker(10, 2)) {
      invoker.invoke(() -> function("a", "1"), event("1"));
      clock.step(Duration.ofSeconds(1));
      invoker.invoke(() -> function("b", "1"), event("1"));
      clock.step(Duration.ofSeconds(1));
      invoker.invoke(() -> function("c", "1"), event("1"));

      assertThat(invoker.sandboxes())
          .extracting(SandboxView::functionArn)
          .containsExactlyInAnyOrder(
              function("b", "1").functionArn(), function("c", "1").functionArn());
    }
  }

  @Test
  void idleSandboxesAreReaped() {
    try (var invoker = invoker(10, 10)) {
      invoker.invoke(() -> function("a", "1"), event("1"));
      clock.step(Duration.ofMinutes(9));
      invoker.reap();
      assertThat(driver.living()).isOne();
      clock.step(Duration.ofMinutes(2));
      invoker.reap();
      assertThat(driver.living()).isZero();
      assertThat(invoker.sandboxes()).isEmpty();
      assertThat(leases.get()).isZero();
    }
  }

  @Test
  void aSandboxThatDiedWhileIdleIsNotUsed() {
    try (var invoker = invoker(10, 1)) {
      invoker.invoke(() -> function("a", "1"), event("1"));
      driver.started.getFirst().alive = false;

      assertThat(invoker.invoke(() -> function("a", "1"), event("2")).payload().text())
          .isEqualTo("2");
      assertThat(driver.started).hasSize(2);
    }
  }

  @Test
  void twoTenantsNeverShareASandbox() {
    try (var invoker = invoker(10, 10)) {
      for (var tenant : List.of("blue", "green", "blue", "green")) {
        var event = new Event("1", "arn:f", Payload.of("1"), null, null, tenant);
        invoker.invoke(() -> function("f", "1"), event);
      }

      assertThat(driver.started).hasSize(2);
      retire(function("f", "1"));
      assertThat(driver.living()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
