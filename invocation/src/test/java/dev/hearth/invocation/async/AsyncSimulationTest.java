package dev.hearth.invocation.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.ledger.LedgerEntry;
import dev.hearth.invocation.ledger.Outcome;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.store.Database;
import dev.hearth.store.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of schedules that a seed decides: what functions and destinations answer, what is
/// configured, when the process is killed. After each, every event must have ended once, and just
/// as its configuration says. A failure names its seed; `schedule(seed)` plays it again.
class AsyncSimulationTest {
  private static final int SCHEDULES = 2_000;

  /// Schedules that share the database's commits; each has queues and a clock of its own.
  private static final int AT_ONCE = 50;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void everyEventEndsOnceAndAsConfiguredWhateverHappens() throws Exception {
    try (var database = AsyncLab.open(folder);
        var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var schedules = new ArrayList<Future<?>>();
      for (int i = 0; i < SCHEDULES; i++) {
        long seed = i;
        schedules.add(threads.submit(() -> new Schedule(database, seed).play()));
      }
      for (int seed = 0; seed < SCHEDULES; seed++) {
        try {
          schedules.get(seed).get();
        } catch (ExecutionException e) {
          throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
        }
      }
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// What the function was seen to do with one event.
  private record Run(Instant at, boolean failed, boolean throttled) {}

  private static final class Schedule {
    private final SplittableRandom random;
    private final AsyncLab lab;
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final Map<String, Instant> accepted = new HashMap<>();
    private final int killPercent;
    private final int failPercent;
    private final int throttlePercent;
    private int killsLeft = 5; // so that it comes to an end

    Schedule(Database database, long seed) {
      random = new SplittableRandom(seed);
      lab = new AsyncLab(database, "f" + seed);
      killPercent = random.nextInt(40);
      failPercent = random.nextInt(101);
      throttlePercent = random.nextInt(60);
      lab.settings =
          new AsyncSettings(
              random.nextInt(3),
              Duration.ofSeconds(random.nextInt(60, 21_601)),
              random.nextBoolean() ? AsyncLab.QUEUE : null,
              random.nextBoolean() ? AsyncLab.QUEUE : null,
              false,
              true);
      lab.deadLetters = random.nextBoolean() ? AsyncLab.DEAD_LETTERS : null;
      lab.runner = (_, event) -> run(event.requestId());
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private void killPerhaps() {
      if (killsLeft > 0 && chance(killPercent)) {
        killsLeft--;
        throw new Killed();
      }
    }

    private Answer run(String requestId) {
      killPerhaps();
      boolean throttled = chance(throttlePercent);
      boolean failed = chance(failPercent);
      // A run that is cut off before its end is stored repeats; only those that count are kept.
      var seen = runs.computeIfAbsent(requestId, _ -> new ArrayList<>());
      if (!throttled) {
        killPerhaps();
      }
      seen.add(new Run(lab.clock.instant(), failed, throttled));
      if (throttled) {
        throw AsyncLab.throttled();
      }
      return failed ? AsyncLab.failed() : AsyncLab.succeeded("1");
    }

    void play() {
      int events = random.nextInt(1, 4);
      for (int i = 0; i < events; i++) {
        var requestId = lab.function.name() + "-" + i;
        accepted.put(requestId, lab.clock.instant());
        lab.accept(requestId);
        turn();
      }
      // Longer than anything may wait: six hours, and six more for its records.
      for (int i = 0; i < 2_000 && lab.waiting() > 0; i++) {
        turn();
      }
      assertThat(lab.waiting()).isZero();
      assertThat(lab.ended())
          .extracting(LedgerEntry::requestId)
          .containsExactlyInAnyOrderElementsOf(accepted.keySet());
      lab.ended().forEach(this::check);
    }

    private void turn() {
      lab.receipt =
          chance(30)
              ? new Receipt.Unavailable("busy")
              : chance(10) ? new Receipt.Refused("never") : new Receipt.Delivered();
      try {
        lab.runDue();
      } catch (Killed _) {
        lab.crash();
      }
      lab.step(Duration.ofMillis(random.nextLong(1, 60_000)));
    }

    private void check(LedgerEntry end) {
      var seen = runs.getOrDefault(end.requestId(), List.of());
      var counted = seen.stream().filter(run -> !run.throttled).toList();
      int allowed = 1 + lab.settings.retryAttempts();
      assertThat(counted).hasSizeLessThanOrEqualTo(allowed).hasSize(end.attempts());
      var age = Duration.between(end.accepted(), end.ended());
      assertThat(end.accepted()).isEqualTo(accepted.get(end.requestId()));
      switch (end.outcome()) {
        case SUCCESS -> {
          assertThat(counted.getLast().failed).isFalse();
          assertThat(counted.stream().filter(run -> !run.failed)).hasSize(1);
        }
        case RETRIES_EXHAUSTED -> assertThat(counted).hasSize(allowed).allMatch(run -> run.failed);
        case EVENT_AGE_EXCEEDED -> {
          assertThat(counted).allMatch(run -> run.failed);
          // At the latest two minutes ahead, where the next attempt would have come too late.
          assertThat(age.plusMinutes(2)).isGreaterThan(lab.settings.eventAge());
        }
        default -> throw new AssertionError("outcome: " + end);
      }
      checkPauses(counted);
      checkSendings(end);
    }

    /// At least one minute before the second attempt, at least two before the third.
    private static void checkPauses(List<Run> counted) {
      for (int i = 1; i < counted.size(); i++) {
        assertThat(Duration.between(counted.get(i - 1).at, counted.get(i).at))
            .isGreaterThanOrEqualTo(Duration.ofMinutes(i));
      }
    }

    private void checkSendings(LedgerEntry end) {
      boolean succeeded = end.outcome() == Outcome.SUCCESS;
      var expected = new ArrayList<Sending.Kind>();
      if (!succeeded && lab.deadLetters != null) {
        expected.add(Sending.Kind.DEAD_LETTER);
      }
      if ((succeeded ? lab.settings.onSuccess() : lab.settings.onFailure()) != null) {
        expected.add(succeeded ? Sending.Kind.ON_SUCCESS : Sending.Kind.ON_FAILURE);
      }
      assertThat(end.sent()).extracting(Sending::kind).containsExactlyElementsOf(expected);
      assertThat(end.sent()).noneMatch(sent -> sent.state() == Sending.State.PENDING);
    }
  }
}
