package dev.hearth.invocation.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Lineage;
import dev.hearth.invocation.ledger.Outcome;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvocationsTest {
  @TempDir private Path folder;
  private AsyncLab lab;

  @BeforeEach
  void open() {
    lab = new AsyncLab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void anAcceptedEventRunsOnceAsItWasSentAndIsEntered() {
    lab.accept("request-1");

    assertThat(lab.runDue()).isOne();
    assertThat(lab.ran)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.requestId()).isEqualTo("request-1");
              assertThat(event.payload().text()).isEqualTo("{\"n\":1}");
              assertThat(event.traceId()).startsWith("Root=1;Lineage=").endsWith(":1");
            });
    assertThat(lab.end().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(lab.end().attempts()).isOne();
    assertThat(lab.end().accepted()).isEqualTo(lab.end().ended());
    assertThat(lab.waiting()).isZero();
  }

  @Test
  void aFailedEventIsTriedTwiceMoreAfterOneAndTwoMinutes() {
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.accept("request-1");

    assertThat(lab.runDue()).isOne();
    lab.step(Duration.ofSeconds(59));
    assertThat(lab.runDue()).isZero();
    lab.step(Duration.ofSeconds(1));
    assertThat(lab.runDue()).isOne();
    lab.step(Duration.ofSeconds(119));
    assertThat(lab.runDue()).isZero();
    lab.step(Duration.ofSeconds(1));
    assertThat(lab.runDue()).isOne();
    assertThat(lab.waiting()).isZero();
    assertThat(lab.ran).hasSize(3).containsOnly(lab.ran.getFirst());
    assertThat(lab.end().outcome()).isEqualTo(Outcome.RETRIES_EXHAUSTED);
    assertThat(lab.end().attempts()).isEqualTo(3);
    assertThat(lab.end().why()).isEqualTo("{\"errorMessage\":\"no\"}");
  }

  @Test
  void noMoreAttemptsAreMadeThanAreConfigured() {
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.configure(0, Duration.ofHours(6));
    lab.accept("request-1");

    assertThat(lab.runDue()).isEqualTo(2); // and sent its record
    assertThat(lab.ran).hasSize(1);
    assertThat(lab.end().outcome()).isEqualTo(Outcome.RETRIES_EXHAUSTED);
  }

  @Test
  void aThrottledEventIsTriedAfter1And2And4SecondsUntilItIsTooOld() {
    lab.runner =
        (_, _) -> {
          throw AsyncLab.throttled();
        };
    lab.settings = new AsyncSettings(0, Duration.ofSeconds(60), null, null, false, true);
    lab.accept("request-1");

    var started = lab.clock.instant();
    var attempts = new java.util.ArrayList<Long>();
    while (lab.waiting() > 0) {
      int before = lab.ran.size();
      lab.runDue();
      if (lab.ran.size() > before) {
        attempts.add(Duration.between(started, lab.clock.instant()).toSeconds());
      }
      lab.step(Duration.ofMillis(500));
    }
    assertThat(attempts).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
    assertThat(lab.end().outcome()).isEqualTo(Outcome.EVENT_AGE_EXCEEDED);
    assertThat(lab.end().attempts()).isZero();
  }

  @Test
  void aThrottledAttemptDoesNotCount() {
    int[] calls = {0};
    lab.runner =
        (_, _) -> {
          if (calls[0]++ < 3) {
            throw AsyncLab.throttled();
          }
          return AsyncLab.failed();
        };
    lab.accept("request-1");

    lab.runToTheEnd();
    assertThat(lab.ran).hasSize(6);
    assertThat(lab.end().attempts()).isEqualTo(3);
  }

  @Test
  void anEventThatWouldBecomeTooOldForItsNextAttemptEndsWithTheAnswerOfTheLast() {
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.configure(2, Duration.ofSeconds(90));
    lab.accept("request-1");

    lab.runToTheEnd();
    assertThat(lab.ran).hasSize(2);
    assertThat(lab.end().outcome()).isEqualTo(Outcome.EVENT_AGE_EXCEEDED);
    assertThat(lab.delivered.getFirst().body().text())
        .contains("\"condition\":\"EventAgeExceeded\"", "\"responsePayload\":{\"errorMessage\"");
  }

  @Test
  void anEventOlderThanItMayBeEndsWithoutARun() {
    lab.accept("request-1");
    lab.step(Duration.ofHours(6).plusSeconds(1));

    assertThat(lab.runDue()).isOne();
    assertThat(lab.ran).isEmpty();
    assertThat(lab.end().outcome()).isEqualTo(Outcome.EVENT_AGE_EXCEEDED);
  }

  @Test
  void anEventOfADeletedFunctionEnds() {
    lab.accept("request-1");
    lab.exists = false;
    lab.runner =
        (_, _) -> {
          throw new ServiceException("ResourceNotFoundException", 404, "Function not found: f");
        };

    assertThat(lab.runDue()).isOne();
    assertThat(lab.end().outcome()).isEqualTo(Outcome.FUNCTION_NOT_FOUND);
    assertThat(lab.end().why()).isEqualTo("Function not found: f");
    assertThat(lab.end().attempts()).isZero();
  }

  @Test
  void aFunctionThatMayNotRunAtAllIsNotTried() {
    lab.settings = new AsyncSettings(2, Duration.ofHours(6), null, AsyncLab.QUEUE, true, true);
    lab.accept("request-1");

    lab.runToTheEnd();
    assertThat(lab.ran).isEmpty();
    assertThat(lab.end().outcome()).isEqualTo(Outcome.ZERO_RESERVED_CONCURRENCY);
    assertThat(lab.delivered).hasSize(1);
  }

  @Test
  void aLoopIsEndedAfterSixteenRoundsUnlessItIsAllowed() {
    lab.runner =
        (_, event) -> {
          // As a function's SDK does: the trace goes on.
          lab.accept("request-" + lab.ran.size(), String.valueOf(event.traceId()));
          return AsyncLab.succeeded("null");
        };
    lab.accept("request-0");
    lab.runToTheEnd();
    assertThat(lab.ran).hasSize(16);
    assertThat(lab.ended().getFirst().outcome()).isEqualTo(Outcome.RECURSIVE_INVOCATION);

    lab.settings = new AsyncSettings(2, Duration.ofHours(6), null, null, false, false);
    lab.runner = (_, _) -> AsyncLab.succeeded("null");
    lab.accept("allowed", looped());
    lab.runToTheEnd();
    assertThat(lab.ended().getFirst().outcome()).isEqualTo(Outcome.SUCCESS);
  }

  private String looped() {
    var traceId = "Root=1";
    for (int i = 0; i < 16; i++) {
      traceId = Lineage.entered(traceId, lab.function.functionArn());
    }
    return traceId;
  }

  @Test
  void whatANodeLeasedAndDidNotSettleComesBack() {
    lab.runner =
        (_, _) -> {
          throw new AssertionError("killed");
        };
    lab.accept("request-1");
    assertThat(lab.ended()).isEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(lab::runDue).hasMessage("killed");
    lab.runner = (_, _) -> AsyncLab.succeeded("null");

    assertThat(lab.runDue()).isZero();
    lab.step(Duration.ofSeconds(61));
    assertThat(lab.runDue()).isOne();
    assertThat(lab.ran).hasSize(2).extracting(Event::requestId).containsOnly("request-1");
    assertThat(lab.end().outcome()).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void anEventThatKillsEveryNodeEndsAsWell() {
    lab.runner =
        (_, _) -> {
          throw new AssertionError("killed");
        };
    lab.accept("request-1");
    for (int i = 0; i < 3; i++) {
      org.assertj.core.api.Assertions.assertThatThrownBy(lab::runDue).hasMessage("killed");
      lab.step(Duration.ofSeconds(61));
    }

    assertThat(lab.runDue()).isOne();
    assertThat(lab.end().outcome()).isEqualTo(Outcome.RETRIES_EXHAUSTED);
    assertThat(lab.end().attempts()).isEqualTo(3);
  }

  @Test
  void whatGoesWrongHereIsNoAttemptOfTheFunctions() {
    int[] calls = {0};
    lab.runner =
        (_, _) -> {
          if (calls[0]++ < 5) {
            throw new IllegalStateException("no sandbox could be made");
          }
          return AsyncLab.succeeded("1");
        };
    lab.configure(0, Duration.ofHours(6));
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.end().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(lab.end().attempts()).isOne();
  }

  @Test
  void anEventThatAStopCutsOffIsRunAgainAtTheNextStart() {
    lab.configure(0, Duration.ofHours(6));
    lab.runner =
        (_, _) -> {
          lab.stop();
          return AsyncLab.failed();
        };
    lab.accept("request-1");
    lab.runDue();
    assertThat(lab.ended()).isEmpty();

    lab.crash();
    lab.runner = (_, _) -> AsyncLab.succeeded("1");
    lab.runToTheEnd();
    assertThat(lab.end().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(lab.end().attempts()).isOne();
  }
}
