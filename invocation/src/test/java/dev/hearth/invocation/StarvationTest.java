package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One busy function does not starve another on the same node: a promise, counted in runs that end,
/// not in time.
class StarvationTest {
  private static final int PLACES = 4;

  private final NodeLab lab = new NodeLab();

  @Test
  void aCallThatMeetsAFloodWaitsForOneRunToEndAndNotForTheFloodsQueue() throws Exception {
    lab.functions.put("flood", "$LATEST");
    lab.functions.put("calm", "$LATEST");
    var runsThatMayEnd = new Semaphore(0);
    lab.driver.handler =
        (sandbox, invocation) -> {
          if (sandbox.spec().functionName().equals("flood")) {
            runsThatMayEnd.acquireUninterruptibly();
          }
          return FakeDriver.answered(invocation.payload());
        };
    try (var invoker = lab.invoker(NodeLab.limits(1000, PLACES, Duration.ofMinutes(1)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        threads.execute(() -> lab.invoke(invoker, "flood", ""));
      }
      NodeLab.await(() -> running(invoker, "flood") == 100);
      for (int call = 0; call < 10; call++) {
        var calm = threads.submit(() -> lab.invoke(invoker, "calm", ""));
        NodeLab.await(() -> running(invoker, "calm") == 1);
        runsThatMayEnd.release();
        assertThat(calm.get().functionError()).isNull();
      }
      runsThatMayEnd.release(100);
    }
  }

  private static int running(Invoker invoker, String name) {
    return invoker.concurrency().stream()
        .filter(view -> view.functionArn().endsWith(":" + name))
        .mapToInt(ConcurrencyView::running)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void functionsThatAllFloodShareTheNodeEvenlyAndKeepTheirSandboxes(long seed) {
    var node = new Flood(seed, 4 * PLACES, 4);
    node.run(5_000);
    assertThat(node.served).allSatisfy(count -> assertThat(count).isBetween(1_000, 1_500));
    assertThat(lab.driver.started).hasSizeLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void moreFunctionsThanPlacesTakeTurns(long seed) {
    var node = new Flood(seed, PLACES, 4 * PLACES);
    node.run(5_000);
    assertThat(node.served).allSatisfy(count -> assertThat(count).isBetween(250, 400));
    assertThat(node.longestWait).isLessThanOrEqualTo(4 * PLACES);
  }

  /// Functions of which each always has calls waiting.
  private final class Flood {
    private static final int CALLS_WAITING = 20;

    private final Roster roster;
    private final SandboxMaker maker = lab.maker();
    private final Random random;
    private final List<FunctionVersion> functions;
    private final List<Slot> running = new ArrayList<>();
    private final List<Deque<Ticket>> waiting = new ArrayList<>();
    private final List<Integer> served = new ArrayList<>();
    // How many runs had ended when a function's own did so last.
    private final List<Integer> lastEnded = new ArrayList<>();
    private int ended;
    private int longestWait;

    Flood(long seed, int places, int count) {
      random = new Random(seed);
      roster = new Roster(NodeLab.limits(10_000, places, Duration.ZERO), lab.clock);
      functions =
          IntStream.range(0, count).mapToObj(i -> lab.functions.put("f" + i, "$LATEST")).toList();
      for (int i = 0; i < count; i++) {
        waiting.add(new ArrayDeque<>());
        served.add(0);
        lastEnded.add(0);
      }
    }

    void run(int runs) {
      for (int i = 0; i < functions.size(); i++) {
        call(i);
      }
      for (int end = 0; end < runs; end++) {
        var gone = new ArrayList<Slot>();
        var slot = running.remove(random.nextInt(running.size()));
        roster.release(slot, gone);
        gone.forEach(Slot::close);
        lastEnded.set(functions.indexOf(slot.version()), ++ended);
        for (int i = 0; i < functions.size(); i++) {
          collect(i);
          call(i);
        }
      }
    }

    private void call(int function) {
      while (waiting.get(function).size() < CALLS_WAITING) {
        var decision = roster.seek(functions.get(function), null, 1, new ArrayList<>());
        if (decision instanceof Decision.Wait(var ticket)) {
          waiting.get(function).add(ticket);
        } else {
          begin(decision);
        }
      }
    }

    private void collect(int function) {
      var calls = waiting.get(function);
      while (!calls.isEmpty() && calls.getFirst().decided().isPresent()) {
        begin(calls.removeFirst().decided().orElseThrow());
        served.set(function, served.get(function) + 1);
        longestWait = Math.max(longestWait, ended - lastEnded.get(function));
      }
    }

    private void begin(Decision decision) {
      switch (decision) {
        case Decision.Use(var slot) -> running.add(slot);
        case Decision.Start(var pool) -> {
          var slot = maker.start(pool, false).orElseThrow();
          assertThat(roster.started(slot, new ArrayList<>())).isTrue();
          running.add(slot);
        }
        default -> throw new AssertionError(decision);
      }
    }
  }
}
