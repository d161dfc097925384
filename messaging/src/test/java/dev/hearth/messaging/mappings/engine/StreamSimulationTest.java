package dev.hearth.messaging.mappings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.store.Database;
import dev.hearth.store.MemoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Thousands of schedules that a seed decides: what is configured, what the function answers, when
/// the process is killed, when a shard is split. All the while records of one key must come in
/// their order, and none twice once it was stored that it is done with; at the end every record was
/// handled or was told to the on-failure destination. A failure names its seed; `schedule(seed)`
/// plays it again.
class StreamSimulationTest {
  private static final int SCHEDULES = 2_000;

  /// Schedules that share the database's commits.
  private static final int AT_ONCE = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void nothingIsLostNorOutOfOrderNorDoneTwiceWhateverHappens() throws Exception {
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

  /// A record, and what became of it.
  private static final class Sent {
    private final String shard;
    private final String key;
    private final boolean poison;
    private int failures;
    private boolean done;
    private boolean givenUp;

    Sent(String shard, String key, boolean poison) {
      this.shard = shard;
      this.key = key;
      this.poison = poison;
    }
  }

  private static final class Schedule {
    private final SplittableRandom random;
    private final MemoryStream stream = new MemoryStream();
    private final Lab lab;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final Map<String, LaneTurn> lanes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final int killPercent;
    private final int failPercent;
    private final int throttlePercent;
    private final int poisonPercent;
    private final boolean partial;
    private final boolean windowed;
    private final int maxRetries;
    private int killsLeft = 5; // so that it comes to an end
    private int kills;
    private boolean quiet;
    private StreamRun run;
    private final Map<String, Long> counted = new HashMap<>();
    private List<String> succeeding = List.of();
    private int told;

    Schedule(Database database, long seed) {
      random = new SplittableRandom(seed);
      killPercent = random.nextInt(8);
      failPercent = random.nextInt(3) == 0 ? 0 : random.nextInt(50);
      throttlePercent = random.nextInt(30);
      poisonPercent = random.nextInt(15);
      partial = random.nextBoolean();
      windowed = random.nextInt(4) == 0;
      maxRetries = random.nextInt(4);
      boolean bisects = random.nextBoolean();
      int factor = windowed ? 1 : random.nextInt(1, 4);
      int window = random.nextInt(3) == 0 ? random.nextInt(1, 10) : 0;
      int size = random.nextInt(1, 12);
      lab =
          new Lab(
              database,
              "stream-" + seed,
              Lab.STREAM,
              settings ->
                  settings
                      .batchSize(size)
                      .maximumBatchingWindowInSeconds(window)
                      .parallelizationFactor(factor)
                      .bisectBatchOnFunctionError(bisects)
                      .maximumRetryAttempts(maxRetries)
                      .tumblingWindowInSeconds(windowed ? 60 : 0)
                      .functionResponseTypes(
                          partial
                              ? List.of(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                              : List.of()));
      lab.function = this::function;
      stream.beforeRead = this::killPerhaps;
      run = lab.stream(stream);
      for (int i = 0; i < random.nextInt(1, 4); i++) {
        stream.open("shard-" + i);
        open.add("shard-" + i);
      }
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private void killPerhaps() {
      if (!quiet && killsLeft > 0 && chance(killPercent)) {
        killsLeft--;
        throw new Killed();
      }
    }

    void play() {
      for (int i = 0; i < 40; i++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> put(random.nextInt(1, 8));
          case 2 -> split();
          default -> turn();
        }
      }
      stream.beforeRead = () -> {};
      for (int i = 0; i < 3_000 && !allDone(); i++) {
        turn();
      }
      assertThat(sent.values()).allMatch(record -> record.done || record.givenUp);
      quiet = true;
      deliver();
      checkGivenUp();
    }

    private boolean allDone() {
      deliver();
      return sent.values().stream().allMatch(record -> record.done || record.givenUp);
    }

    private void put(int count) {
      var shards = List.copyOf(open);
      for (int i = 0; i < count; i++) {
        var key = "k" + random.nextInt(6);
        // A key is one shard's, as its hash decides.
        var shard = shards.get(Math.floorMod(key.hashCode(), shards.size()));
        boolean poison = chance(poisonPercent);
        var number = stream.put(shard, key, poison ? "poison" : "good", lab.clock.instant());
        sent.put(number, new Sent(shard, key, poison));
      }
    }

    /// Every shard is closed and has one child, so that keys move.
    private void split() {
      if (!chance(30)) {
        return;
      }
      var parents = open.toArray(String[]::new);
      open.forEach(stream::close);
      open.clear();
      for (int i = 0; i < random.nextInt(1, 4); i++) {
        var child = "shard-" + (stream.shards(Lab.STREAM).size() + 10);
        stream.open(child, parents);
        open.add(child);
      }
    }

    private void turn() {
      lab.receipt = chance(20) ? new Receipt.Unavailable("busy") : new Receipt.Delivered();
      try {
        if (lanes.isEmpty() || chance(20)) {
          for (var lane : new Shards(lab.store).ready(lab.mapping, stream)) {
            lanes.computeIfAbsent(name(lane), _ -> run.turn(lane));
          }
        }
        var all = List.copyOf(lanes.values());
        if (!all.isEmpty()) {
          turn(all.get(random.nextInt(all.size())));
        }
      } catch (Killed _) {
        kills++;
        lanes.clear();
        lab.restart();
        run = lab.stream(stream);
      }
      lab.clock.step(Duration.ofMillis(random.nextLong(1, 5_000)));
    }

    private static String name(Lane lane) {
      return lane.shard() + "/" + lane.number();
    }

    private void turn(LaneTurn lane) {
      succeeding = List.of();
      switch (lane.run(Lab.NOW, new Stop())) {
        case LaneTurn.Next.Again() -> {}
        case LaneTurn.Next.Wait(var pause) -> lab.clock.step(pause);
        case LaneTurn.Next.Ended() -> lanes.remove(name(lane.lane()));
        case LaneTurn.Next.Lost() -> throw new AssertionError("nobody else has it");
      }
      // Only what was stored counts: a kill before that repeats it.
      succeeding.forEach(number -> sent(number).done = true);
      if (windowed && !succeeding.isEmpty()) {
        counted.merge(lane.lane().shard(), (long) succeeding.size(), Long::sum);
      }
      if (windowed && lane.lane().window() == null) {
        counted.remove(lane.lane().shard());
      }
    }

    private Answer function(Event event) {
      killPerhaps();
      var json = parse(event.payload().text());
      var numbers = new ArrayList<String>();
      json.get("Records").forEach(record -> numbers.add(record.get("sequenceNumber").asText()));
      if (windowed) {
        checkWindow(json);
      }
      checkOrder(numbers);
      if (chance(throttlePercent)) {
        throw Lab.throttled();
      }
      var answer = answer(numbers, windowed ? json : null);
      killPerhaps();
      return answer;
    }

    private Sent sent(String number) {
      return Objects.requireNonNull(sent.get(number), number);
    }

    private void checkWindow(JsonNode event) {
      var shard = event.get("shardId").asText();
      assertThat(event.at("/state/n").asLong()).isEqualTo(counted.getOrDefault(shard, 0L));
      assertThat(event.get("isWindowTerminatedEarly").asBoolean()).isFalse();
      assertThat(event.get("Records").isEmpty())
          .isEqualTo(event.get("isFinalInvokeForWindow").asBoolean());
    }

    /// None that is done with, and none before those of its key that came before it.
    private void checkOrder(List<String> numbers) {
      for (var number : numbers) {
        var record = sent(number);
        assertThat(record.done).as("%s is done with", number).isFalse();
        sent.forEach(
            (other, earlier) -> {
              if (other.compareTo(number) < 0 && earlier.key.equals(record.key)) {
                assertThat(
                        earlier.done
                            || earlier.givenUp
                            || maybeGivenUp(earlier)
                            || numbers.indexOf(other) >= 0)
                    .as("%s comes before %s", other, number)
                    .isTrue();
              }
            });
      }
    }

    /// Whether it has failed often enough to have been given up; its record is on its way.
    private boolean maybeGivenUp(Sent record) {
      return record.failures > maxRetries;
    }

    private Answer answer(List<String> numbers, @Nullable JsonNode windowEvent) {
      int bad = numbers.size();
      for (int i = 0; i < numbers.size(); i++) {
        if (sent(numbers.get(i)).poison) {
          bad = i;
          break;
        }
      }
      if (!numbers.isEmpty() && chance(failPercent)) {
        bad = Math.min(bad, random.nextInt(numbers.size()));
      }
      boolean says = partial && random.nextInt(4) > 0;
      int good = bad == numbers.size() || says ? bad : 0;
      succeeding = List.copyOf(numbers.subList(0, good));
      numbers.subList(good, numbers.size()).forEach(number -> sent(number).failures++);
      if (bad < numbers.size() && !says) {
        return Lab.failure();
      }
      var state =
          windowEvent == null
              ? ""
              : "\"state\":{\"n\":%d},".formatted(windowEvent.at("/state/n").asLong() + good);
      var failures =
          bad == numbers.size() ? "" : "{\"itemIdentifier\":\"" + numbers.get(bad) + "\"}";
      return Lab.answer("{%s\"batchItemFailures\":[%s]}".formatted(state, failures));
    }

    private void deliver() {
      lab.deliveries.worker().runDue();
      for (; told < lab.delivered.size(); told++) {
        var body = parse(lab.delivered.get(told).body().text());
        var info = body.get("KinesisBatchInfo");
        assertThat(body.at("/requestContext/condition").asText())
            .isEqualTo("RetryAttemptsExhausted");
        for (var number : sent.keySet()) {
          var record = sent(number);
          if (record.shard.equals(info.get("shardId").asText())
              && record.failures > maxRetries
              && number.compareTo(info.get("startSequenceNumber").asText()) >= 0
              && number.compareTo(info.get("endSequenceNumber").asText()) <= 0) {
            record.givenUp = true;
          }
        }
      }
    }

    private void checkGivenUp() {
      for (var record : sent.values()) {
        if (record.poison) {
          assertThat(record.done).isFalse();
        }
        int splits = lab.mapping.settings().bisectBatchOnFunctionError() ? 12 : 0;
        assertThat(record.failures).isLessThanOrEqualTo(maxRetries + 1 + splits + kills);
        boolean alone = lab.mapping.settings().bisectBatchOnFunctionError() && failPercent == 0;
        if (alone && !record.poison) {
          assertThat(record.givenUp && !record.done).isFalse();
        }
      }
    }

    private static JsonNode parse(String json) {
      try {
        return JSON.readTree(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
