package dev.hearth.messaging.mappings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.store.Database;
import dev.hearth.store.MemoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Thousands of schedules of one poller that a seed decides: failures, throttles, partial answers,
/// kills. Every message must be handled in the end, those of a group in their order, and none again
/// once it was deleted. A failure names its seed; `schedule(seed)` plays it again.
class QueueSimulationTest {
  private static final int SCHEDULES = 2_000;
  private static final int AT_ONCE = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void everyMessageIsHandledAndGroupsKeepTheirOrderWhateverHappens() throws Exception {
    try (var database = Lab.open(folder);
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

  private static final class Schedule {
    private final SplittableRandom random;
    private final Lab lab;
    private final MemoryQueue queue;
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final int killPercent;
    private final int failPercent;
    private final int throttlePercent;
    private final boolean partial;
    private final boolean fifo;
    private int killsLeft = 5; // so that it comes to an end
    private Set<String> succeeding = Set.of();

    Schedule(Database database, long seed) {
      random = new SplittableRandom(seed);
      killPercent = random.nextInt(10);
      failPercent = random.nextInt(60);
      throttlePercent = random.nextInt(50);
      partial = random.nextBoolean();
      fifo = random.nextBoolean();
      int size = random.nextInt(1, fifo ? 11 : 30);
      int window = size > 10 ? random.nextInt(1, 30) : 0;
      lab =
          new Lab(
              database,
              "queue-" + seed,
              Lab.QUEUE,
              settings ->
                  settings
                      .batchSize(size)
                      .maximumBatchingWindowInSeconds(window)
                      .functionResponseTypes(
                          partial
                              ? List.of(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                              : List.of()));
      lab.function = this::function;
      // As AWS asks of queues: what is gathered in a window must not come back meanwhile.
      queue = new MemoryQueue(lab.clock, Duration.ofSeconds(window + random.nextInt(5, 60)));
      queue.beforeAnything = this::killPerhaps;
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

    void play() {
      for (int i = 0; i < 25; i++) {
        for (int n = random.nextInt(4); n > 0; n--) {
          var group = fifo ? "g" + random.nextInt(3) : null;
          groups.put(queue.send("body", group, null), String.valueOf(group));
        }
        turn();
      }
      for (int i = 0; i < 5_000 && queue.size() > 0; i++) {
        turn();
      }
      assertThat(queue.size()).isZero();
      assertThat(deleted).containsExactlyInAnyOrderElementsOf(groups.keySet());
    }

    private void turn() {
      var turn =
          new QueueTurn(
              queue,
              queue,
              lab.mapping,
              new FunctionTaker(lab.invoker, lab.mapping, EventSource.Frame.RECORDS, () -> {}),
              lab.results,
              new Stop(),
              lab.clock::step,
              new LaneLog(lab.store, lab.deliveries),
              lab.clock);
      succeeding = Set.of();
      try {
        var messages = turn.receive(Duration.ZERO);
        if (!messages.isEmpty()) {
          turn.work(messages);
          deleted.addAll(succeeding);
        }
      } catch (Killed _) {
        lab.restart();
        // It may have been killed behind the deletion as well.
        deleted.addAll(succeeding);
      }
      lab.clock.step(Duration.ofMillis(random.nextLong(1, 10_000)));
    }

    private Answer function(Event event) {
      killPerhaps();
      var ids = new ArrayList<String>();
      parse(event).get("Records").forEach(record -> ids.add(record.get("messageId").asText()));
      assertThat(ids).hasSizeLessThanOrEqualTo(lab.mapping.settings().batchSize());
      if (killsLeft == 5) { // a kill may repeat what was handled and not deleted
        assertThat(ids).noneMatch(deleted::contains);
      }
      checkOrder(ids);
      if (chance(throttlePercent)) {
        throw Lab.throttled();
      }
      int bad = chance(failPercent) ? random.nextInt(ids.size()) : ids.size();
      boolean says = partial && random.nextInt(4) > 0;
      if (bad < ids.size() && !says) {
        return Lab.failure();
      }
      // As AWS asks of functions for FIFO queues: the rest failed as well.
      succeeding = Set.copyOf(ids.subList(0, bad));
      var failures =
          String.join(
              ",",
              ids.subList(bad, ids.size()).stream()
                  .map(id -> "{\"itemIdentifier\":\"" + id + "\"}")
                  .toList());
      return Lab.answer("{\"batchItemFailures\":[" + failures + "]}");
    }

    private void checkOrder(List<String> ids) {
      if (!fifo) {
        return;
      }
      for (var id : ids) {
        for (var earlier : groups.keySet()) {
          if (earlier.equals(id)) {
            break;
          }
          if (groups.get(earlier).equals(groups.get(id))) {
            assertThat(deleted.contains(earlier) || ids.indexOf(earlier) >= 0)
                .as("%s before %s", earlier, id)
                .isTrue();
          }
        }
      }
    }

    private static JsonNode parse(Event event) {
      try {
        return JSON.readTree(event.payload().bytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
