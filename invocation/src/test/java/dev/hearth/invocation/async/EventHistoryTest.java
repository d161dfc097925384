package dev.hearth.invocation.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.invocation.ledger.LedgerEntry;
import dev.hearth.invocation.ledger.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventHistoryTest {
  @TempDir private Path folder;
  private AsyncLab lab;

  @BeforeEach
  void open() {
    lab = new AsyncLab(folder);
    lab.configure(0, Duration.ofHours(6));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void fail(String requestId) {
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.accept(requestId);
    lab.runToTheEnd();
  }

  @Test
  void anEventIsWaitingUntilItHasEnded() {
    lab.configure(2, Duration.ofHours(6));
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.accept("request-1");
    lab.runDue();

    assertThat(lab.history.waiting(lab.function, 10))
        .containsExactly(
            new EventQueue.Waiting(
                "request-1",
                "",
                lab.clock.instant(),
                1,
                lab.clock.instant().plusSeconds(60),
                false));
    lab.runToTheEnd();
    assertThat(lab.history.waiting(lab.function, 10)).isEmpty();
  }

  @Test
  void endedEventsAreListedInPagesTheLatestFirst() {
    fail("request-1");
    lab.runner = (_, _) -> AsyncLab.succeeded("1");
    lab.accept("request-2");
    lab.runToTheEnd();
    fail("request-3");

    assertThat(lab.ended())
        .extracting(LedgerEntry::requestId)
        .containsExactly("request-3", "request-2", "request-1");
    var first = lab.history.ended(lab.function, true, Long.MAX_VALUE, 1);
    assertThat(first).extracting(LedgerEntry::requestId).containsExactly("request-3");
    assertThat(lab.history.ended(lab.function, true, first.getFirst().id(), 1))
        .extracting(LedgerEntry::requestId)
        .containsExactly("request-1");
  }

  @Test
  void aFailedEventIsRedrivenOnceAsANewOne() {
    fail("request-1");
    lab.runner = (_, _) -> AsyncLab.succeeded("1");

    var anew = lab.history.redrive(lab.function, "request-1");
    lab.runToTheEnd();

    assertThat(lab.ran.getLast().requestId()).isEqualTo(anew);
    assertThat(lab.ran.getLast().payload()).isEqualTo(lab.ran.getFirst().payload());
    assertThat(lab.ended())
        .extracting(LedgerEntry::requestId, LedgerEntry::outcome, LedgerEntry::redrivenAs)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(anew, Outcome.SUCCESS, null),
            org.assertj.core.api.Assertions.tuple("request-1", Outcome.RETRIES_EXHAUSTED, anew));
    assertThatThrownBy(() -> lab.history.redrive(lab.function, "request-1"))
        .hasMessage("Event request-1 was redriven already, as " + anew + ".");
    assertThatThrownBy(() -> lab.history.redrive(lab.function, anew))
        .hasMessage("Event " + anew + " succeeded.");
    assertThatThrownBy(() -> lab.history.redrive(lab.function, "nothing"))
        .hasMessageContaining("No event nothing of arn:aws:lambda");
  }

  @Test
  void whatIsTooOldOrTooMuchIsForgotten() {
    fail("request-1");
    lab.step(Duration.ofDays(15));
    fail("request-2");
    lab.ledger.sweep(lab.clock.instant());
    assertThat(lab.ended()).extracting(LedgerEntry::requestId).containsExactly("request-2");
  }
}
