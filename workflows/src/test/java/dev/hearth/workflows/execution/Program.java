package dev.hearth.workflows.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What a simulated durable function does: the same in every invocation of an execution.
///
/// @param tasks one after another
/// @param fails whether it fails in the end
record Program(List<Task> tasks, boolean fails) {

  /// One operation; its id is its place in the program.
  sealed interface Task {
    String id();
  }

  /// @param failures attempts that fail before the last one
  /// @param delaySeconds before each further attempt
  /// @param givenUp whether the last attempt fails as well
  record Step(String id, int failures, int delaySeconds, boolean givenUp) implements Task {}

  record Wait(String id, int seconds) implements Task {}

  /// @param timeoutSeconds 0 for none
  /// @param heartbeatSeconds 0 for none
  record AwaitCallback(String id, int timeoutSeconds, int heartbeatSeconds) implements Task {}

  /// @param function `plain`, or a durable one
  record Chain(String id, String function) implements Task {}

  /// A context whose branches go on at the same time.
  record Branches(String id, List<List<Task>> branches) implements Task {}

  /// What a function that has seen all of `tasks` end answers.
  static String result(List<Task> tasks, Map<String, Seen> view) {
    return tasks.stream()
        .map(task -> task.id() + "=" + Objects.requireNonNull(view.get(task.id())).result())
        .collect(Collectors.joining(" "));
  }

  static Program random(RandomGenerator random, String child) {
    return new Program(tasks(random, "", 2, child), random.nextInt(8) == 0);
  }

  private static List<Task> tasks(RandomGenerator random, String place, int depth, String child) {
    var tasks = new ArrayList<Task>();
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      tasks.add(task(random, place + i, depth, child));
    }
    return List.copyOf(tasks);
  }

  private static Task task(RandomGenerator random, String id, int depth, String child) {
    return switch (random.nextInt(depth == 0 ? 8 : 10)) {
      case 0, 1, 2 ->
          new Step(id, random.nextInt(3), random.nextInt(1, 120), random.nextInt(6) == 0);
      case 3, 4 -> new Wait(id, random.nextInt(1, 400));
      case 5, 6 ->
          new AwaitCallback(
              id,
              random.nextBoolean() ? random.nextInt(1, 900) : 0,
              random.nextBoolean() ? random.nextInt(1, 300) : 0);
      case 7 -> new Chain(id, random.nextBoolean() ? "plain" : child);
      default -> {
        var branches = new ArrayList<List<Task>>();
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
          branches.add(tasks(random, id + "abc".charAt(i), depth - 1, child));
        }
        yield new Branches(id, List.copyOf(branches));
      }
    };
  }
}
