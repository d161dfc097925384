package dev.hearth.functions.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaceTest {
  private static final Region REGION = new Region("us-east-1");

  @TempDir Path folder;
  private ExecutorService threads;
  private Lab lab;

  @BeforeEach
  void open() {
    threads = Executors.newVirtualThreadPerTaskExecutor();
    lab = new Lab(folder, threads);
  }

  @AfterEach
  void close() {
    threads.close();
    lab.close();
  }

  @Test
  void ofManyCreationsOfOneNameExactlyOneSucceeds() throws Exception {
    var outcomes = atOnce(10, i -> lab.create("f", "version " + i));
    assertThat(outcomes).isSubsetOf("done", "ResourceConflictException");
    assertThat(outcomes).filteredOn("done"::equals).hasSize(1);
  }

  @Test
  void ofTwoUpdatesAtOnceWithOneRevisionOnlyOneSucceeds() throws Exception {
    lab.create("f");
    awaitSettled("f");
    var revision = lab.get("f").revisionId();
    var outcomes = atOnce(10, i -> lab.updateCode("f", "version " + i, revision));
    assertThat(outcomes)
        .isSubsetOf("done", "ResourceConflictException", "PreconditionFailedException");
    assertThat(outcomes).filteredOn("done"::equals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noOrderOfChangesRunsOldCodeOrLosesUsedCode(long seed) throws Exception {
    var names = List.of("a", "b");
    var sandboxes = new Sandboxes(lab.functions());
    var work = new ArrayList<Callable<Void>>();
    for (int worker = 0; worker < 6; worker++) {
      var random = new Random(seed * 31 + worker);
      boolean changes = worker < 2;
      work.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              var name = names.get(random.nextInt(names.size()));
              try {
                if (changes) {
                  change(name, random);
                } else {
                  sandboxes.use(name);
                }
              } catch (ServiceException refusal) {
                assertThat(refusal.code())
                    .isIn("ResourceNotFoundException", "ResourceConflictException");
              }
            }
            return null;
          });
    }
    for (var done : threads.invokeAll(work)) {
      done.get();
    }
    names.forEach(this::awaitSettled);
    assertThat(sandboxes.alive()).allSatisfy(this::isCurrent);
    names.forEach(this::deleteIfThere);
    assertThat(sandboxes.alive()).isEmpty();
    threads.close(); // finishes what follows the changes
    assertThat(packages()).isEmpty();
  }

  private void change(String name, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> lab.create(name, "version " + random.nextInt(5));
      case 1, 2 -> lab.updateCode(name, "version " + random.nextInt(5));
      default -> lab.delete(name);
    }
  }

  private void isCurrent(FunctionVersion version) {
    var current = lab.functions().resolve(Lab.ACCOUNT, REGION, version.name(), "");
    assertThat(current.revision()).isEqualTo(version.revision());
  }

  private void deleteIfThere(String name) {
    try {
      lab.delete(name);
    } catch (ServiceException refusal) {
      assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
    }
  }

  private List<Path> packages() throws IOException {
    try (var files = Files.list(folder.resolve("code"))) {
      return files.filter(file -> String.valueOf(file.getFileName()).length() == 64).toList();
    }
  }

  /// The state comes from another thread, so this asks until it is there, as clients do.
  private void awaitSettled(String name) {
    while (isBusy(name)) {
      Thread.onSpinWait();
    }
  }

  private boolean isBusy(String name) {
    try {
      var configuration = lab.get(name);
      return "Pending".equals(configuration.stateAsString())
          || "InProgress".equals(configuration.lastUpdateStatusAsString());
    } catch (ServiceException _) {
      return false; // deleted
    }
  }

  private interface Attempt {
    void run(int number);
  }

  private List<String> atOnce(int count, Attempt attempt) throws Exception {
    var work = new ArrayList<Callable<String>>();
    for (int i = 0; i < count; i++) {
      int number = i;
      work.add(
          () -> {
            try {
              attempt.run(number);
              return "done";
            } catch (ServiceException refusal) {
              return refusal.code();
            }
          });
    }
    var outcomes = new ArrayList<String>();
    for (var outcome : threads.invokeAll(work)) {
      outcomes.add(outcome.get());
    }
    return outcomes;
  }

  /// Keeps sandboxes as [Functions] asks it of those who run functions.
  private static final class Sandboxes {
    private record Running(FunctionVersion version, Functions.Lease lease) {}

    private final Functions functions;
    private final Set<String> retired = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Running> running = new ConcurrentHashMap<>();

    Sandboxes(Functions functions) {
      this.functions = functions;
      functions.onChange(
          version -> {
            retired.add(version.revision());
            running.computeIfPresent(
                version.revision(),
                (_, sandbox) -> {
                  sandbox.lease.close();
                  return null;
                });
          });
    }

    void use(String name) {
      var version = functions.resolve(Lab.ACCOUNT, REGION, name, "");
      running.computeIfAbsent(
          version.revision(),
          _ -> functions.lease(version).map(lease -> new Running(version, lease)).orElse(null));
      running.computeIfPresent(
          version.revision(),
          (revision, sandbox) -> {
            assertThat(retired).doesNotContain(revision);
            assertThat(sandbox.lease.code().resolve("app.py")).isRegularFile();
            return sandbox;
          });
    }

    List<FunctionVersion> alive() {
      return running.values().stream().map(Running::version).toList();
    }
  }
}
