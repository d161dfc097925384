package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Run;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvocationsTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final FunctionReference FUNCTION =
      new FunctionReference(ACCOUNT, Region.DEFAULT, "f", "");
  private static final Event EVENT =
      new Event(
          "request-1",
          FUNCTION.arn(),
          Payload.of("{\"text\":\"line\\nline é\"}"),
          "{\"client\":1}",
          "Root=1;Sampled=1");

  private final FakeDriver driver = new FakeDriver();
  private final SteppedClock clock = new SteppedClock();
  private final List<String> seen = new ArrayList<>();
  private boolean exists = true;
  @TempDir private Path folder;
  private Database database;
  private WorkQueue queue;
  private Invoker invoker;
  private AsyncInvocations async;

  private final Functions functions =
      new Functions() {
        @Override
        public FunctionVersion resolve(
            AccountId account, Region region, String name, String qualifier) {
          if (!exists) {
            throw new ServiceException("ResourceNotFoundException", 404, "Function not found");
          }
          return version();
        }

        @Override
        public Optional<Lease> lease(FunctionVersion version) {
          return Optional.of(
              new Lease() {
                @Override
                public Path code() {
                  return folder;
                }

                @Override
                public List<Path> layers() {
                  return List.of();
                }

                @Override
                public void close() {}
              });
        }

        @Override
        public void onChange(ChangeListener listener) {}
      };

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("events.db"), WorkQueue.SCHEMA);
    queue = new WorkQueue(database, "async", clock);
    RoleCredentials credentials =
        (_, _, _, _) -> new RoleCredentials.Credentials("ASIA", "secret", "token", Instant.MAX);
    invoker =
        new Invoker(
            functions,
            driver,
            credentials,
            new RecordedLogs(),
            URI.create("http://127.0.0.1:4566"),
            InvocationLimits.defaults(10),
            clock);
    async = new AsyncInvocations(queue, functions, invoker, clock);
  }

  @AfterEach
  void close() {
    async.close();
    invoker.close();
    database.close();
  }

  private static FunctionVersion version() {
    return new FunctionVersion(
        ACCOUNT,
        Region.DEFAULT,
        "f",
        "$LATEST",
        "1",
        "Active",
        Path.of("/nowhere"),
        "sha",
        Settings.defaults("f", "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
        Map.of());
  }

  private void answerWith(Run run) {
    driver.handler =
        (_, invocation) -> {
          seen.add(
              String.join(
                  "|",
                  invocation.requestId(),
                  invocation.payload().text(),
                  invocation.clientContext(),
                  invocation.traceId()));
          return run;
        };
  }

  @Test
  void anAcceptedEventRunsOnceAsItWasSent() {
    answerWith(FakeDriver.answered(Payload.EMPTY));
    async.accept(FUNCTION, EVENT);

    assertThat(async.runDue()).isOne();
    assertThat(seen)
        .containsExactly("request-1|{\"text\":\"line\\nline é\"}|{\"client\":1}|Root=1;Sampled=1");
    assertThat(queue.counts()).isEqualTo(new WorkQueue.Counts(0, 0, 0));
  }

  @Test
  void aFailedEventIsTriedTwiceMoreAfterOneAndTwoMinutes() {
    answerWith(new Run.Failed(Payload.of("{}"), "Error", Duration.ofMillis(1)));
    async.accept(FUNCTION, EVENT);

    assertThat(async.runDue()).isOne();
    clock.step(Duration.ofSeconds(59));
    assertThat(async.runDue()).isZero();
    clock.step(Duration.ofSeconds(1));
    assertThat(async.runDue()).isOne();
    clock.step(Duration.ofSeconds(119));
    assertThat(async.runDue()).isZero();
    clock.step(Duration.ofSeconds(1));
    assertThat(async.runDue()).isOne();
    clock.step(Duration.ofHours(1));
    assertThat(async.runDue()).isZero();
    assertThat(seen).hasSize(3).containsOnly(seen.getFirst());
  }

  @Test
  void anEventOfADeletedFunctionIsDiscarded() {
    async.accept(FUNCTION, EVENT);
    exists = false;

    assertThat(async.runDue()).isOne();
    assertThat(queue.counts()).isEqualTo(new WorkQueue.Counts(0, 0, 0));
  }

  @Test
  void anEventOlderThanSixHoursIsDiscardedWithoutARun() {
    answerWith(FakeDriver.answered(Payload.EMPTY));
    async.accept(FUNCTION, EVENT);
    clock.step(Duration.ofHours(6).plusSeconds(1));

    assertThat(async.runDue()).isOne();
    assertThat(seen).isEmpty();
    assertThat(queue.counts()).isEqualTo(new WorkQueue.Counts(0, 0, 0));
  }

  @Test
  void whatANodeLeasedAndDidNotSettleComesBack() {
    answerWith(FakeDriver.answered(Payload.EMPTY));
    async.accept(FUNCTION, EVENT);
    // A node that dies while it holds the event.
    assertThat(queue.lease(1, Duration.ofSeconds(60), Duration.ZERO)).hasSize(1);

    assertThat(async.runDue()).isZero();
    clock.step(Duration.ofSeconds(61));
    assertThat(async.runDue()).isOne();
    assertThat(seen).hasSize(1);
  }

  @Test
  void aStartedDispatcherRunsWhatIsAccepted() throws Exception {
    var ran = new java.util.concurrent.CountDownLatch(1);
    driver.handler =
        (_, _) -> {
          ran.countDown();
          return FakeDriver.answered(Payload.EMPTY);
        };
    async.start(true);
    async.accept(FUNCTION, EVENT);

    assertThat(ran.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }
}
