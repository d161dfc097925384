package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Changes of a function while it is invoked, through the public API.
@ExtendWith(Cloud.Extension.class)
class RacesTest {
  private static final int CALLERS = 4;

  private final PythonModule function;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();

  RacesTest(Cloud cloud) {
    function = new PythonModule(cloud, returning(0));
  }

  @AfterEach
  void close() {
    threads.close();
    function.close();
  }

  private static String returning(int number) {
    return "def handler(event, context):\n    return " + number + "\n";
  }

  /// Calls again and again until the changes are made.
  private List<Future<Void>> callUntilChanged(Callable<Void> call) {
    var calling = new ArrayList<Future<Void>>();
    for (int i = 0; i < CALLERS; i++) {
      calling.add(
          threads.submit(
              () -> {
                while (!changed.get()) {
                  call.call();
                  answered.incrementAndGet();
                }
                return null;
              }));
    }
    return calling;
  }

  /// Waits until some more calls were answered.
  private void awaitCalls() {
    int enough = answered.get() + 2 * CALLERS;
    assertThat(Await.until(answered::get, count -> count >= enough)).isPositive();
  }

  @Test
  void noCallFailsWhileTheCodeIsUpdatedAndNoneRunsOldCodeAfterwards() throws Exception {
    var updated = new AtomicInteger();
    var calling =
        callUntilChanged(
            () -> {
              int least = updated.get();
              var answer = function.invoke("$LATEST", "{}");
              assertThat(answer.functionError()).isNull();
              assertThat(Integer.parseInt(answer.payload().asUtf8String()))
                  .isGreaterThanOrEqualTo(least);
              return null;
            });
    for (int number = 1; number <= 5; number++) {
      awaitCalls();
      function.update(returning(number));
      updated.set(number);
    }
    awaitCalls();
    changed.set(true);
    for (var calls : calling) {
      calls.get();
    }
  }

  @Test
  void noCallFailsWhileWhatIsProvisionedChanges() throws Exception {
    var version = function.publish();
    var calling =
        callUntilChanged(
            () -> {
              assertThat(function.invoke(version, "{}").functionError()).isNull();
              return null;
            });
    for (int count : List.of(2, 1, 3, 1)) {
      function.lambda.putProvisionedConcurrencyConfig(
          r ->
              r.functionName(function.name)
                  .qualifier(version)
                  .provisionedConcurrentExecutions(count));
      awaitCalls();
    }
    function.lambda.deleteProvisionedConcurrencyConfig(
        r -> r.functionName(function.name).qualifier(version));
    awaitCalls();
    changed.set(true);
    for (var calls : calling) {
      calls.get();
    }
  }

  @Test
  void ofUpdatesAtOnceAtLeastOneSucceedsAndTheOthersAreToldOfTheConflict() throws Exception {
    var updates = new ArrayList<Callable<String>>();
    for (int i = 1; i <= CALLERS; i++) {
      var code = SdkBytes.fromByteArray(CodeZip.of("app.py", returning(i)));
      updates.add(
          () -> {
            try {
              return function
                  .lambda
                  .updateFunctionCode(r -> r.functionName(function.name).zipFile(code))
                  .codeSha256();
            } catch (ResourceConflictException _) {
              return "conflict";
            }
          });
    }
    var outcomes = new ArrayList<String>();
    for (var outcome : threads.invokeAll(updates)) {
      outcomes.add(outcome.get());
    }
    function.lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function.name));
    var now =
        function.lambda.getFunctionConfiguration(r -> r.functionName(function.name)).codeSha256();
    assertThat(outcomes).contains(now);
    assertThat(Integer.parseInt(function.answer("{}"))).isBetween(1, CALLERS);
  }

  @Test
  void aFunctionDeletedWhileItIsMadeOrCalledIsGoneAndCanBeMadeAgain() throws Exception {
    var calling =
        callUntilChanged(
            () -> {
              try {
                function.invoke("$LATEST", "{}");
              } catch (ResourceNotFoundException | ResourceConflictException gone) {
                assertThat(gone.statusCode()).isIn(404, 409); // deleted, or pending
              }
              return null;
            });
    for (int i = 0; i < 5; i++) {
      awaitCalls();
      function.lambda.deleteFunction(r -> r.functionName(function.name));
      function.create(returning(i));
    }
    changed.set(true);
    for (var calls : calling) {
      calls.get();
    }
    assertThat(function.answer("{}")).isEqualTo("4");
    function.lambda.deleteFunction(r -> r.functionName(function.name));
    assertThatThrownBy(() -> function.answer("{}")).isInstanceOf(ResourceNotFoundException.class);
  }
}
