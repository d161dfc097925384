package dev.hearth.workflows.execution;

import static dev.hearth.workflows.execution.TestExecutions.answer;
import static dev.hearth.workflows.execution.TestExecutions.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.ServiceException;
import dev.hearth.workflows.DurableExecutionArn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationAction;
import software.amazon.awssdk.services.lambda.model.OperationStatus;
import software.amazon.awssdk.services.lambda.model.OperationType;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;

/// Durable executions, driven as a function's SDK drives them.
class DurableExecutionsTest {
  private static final String PENDING = "{\"Status\":\"PENDING\"}";

  @TempDir Path folder;
  private TestExecutions test;
  private final List<JsonNode> events = new ArrayList<>();

  @BeforeEach
  void open() {
    test = new TestExecutions(folder);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private static OperationUpdate update(
      String id,
      OperationType type,
      OperationAction action,
      UnaryOperator<OperationUpdate.Builder> more) {
    return more.apply(OperationUpdate.builder().id(id).type(type).action(action)).build();
  }

  private static OperationUpdate wait(String id, int seconds) {
    return update(
        id,
        OperationType.WAIT,
        OperationAction.START,
        b -> b.waitOptions(w -> w.waitSeconds(seconds)));
  }

  private static OperationUpdate callback(String id, int timeout, int heartbeat) {
    return update(
        id,
        OperationType.CALLBACK,
        OperationAction.START,
        b -> b.callbackOptions(c -> c.timeoutSeconds(timeout).heartbeatTimeoutSeconds(heartbeat)));
  }

  private static OperationUpdate step(String id, OperationAction action) {
    return update(
        id,
        OperationType.STEP,
        action,
        b ->
            action == OperationAction.RETRY
                ? b.stepOptions(s -> s.nextAttemptDelaySeconds(5)).error(e -> e.errorType("Oops"))
                : action == OperationAction.SUCCEED ? b.payload("\"done\"") : b);
  }

  private Checkpoints.Checkpointed checkpoint(JsonNode event, OperationUpdate... updates) {
    return test.checkpoints()
        .take(
            DurableExecutionArn.parse(event.path("DurableExecutionArn").asText()),
            event.path("CheckpointToken").asText(),
            null,
            List.of(updates));
  }

  private static JsonNode operation(JsonNode event, String id) {
    for (var operation : event.at("/InitialExecutionState/Operations")) {
      if (operation.path("Id").asText().equals(id)) {
        return operation;
      }
    }
    throw new AssertionError(id + " is not in " + event);
  }

  /// Suspends with these updates at first, and then ends.
  private void suspendWith(OperationUpdate... updates) {
    test.function =
        event -> {
          events.add(event);
          if (events.size() == 1) {
            checkpoint(event, updates);
            return answer(PENDING);
          }
          return answer("{\"Status\":\"SUCCEEDED\",\"Result\":\"\\\"ok\\\"\"}");
        };
  }

  @Test
  void theFirstEventBringsTheInputAndTheAnswerEndsTheExecution() {
    test.function =
        event -> {
          events.add(event);
          return answer("{\"Status\":\"SUCCEEDED\",\"Result\":\"42\"}");
        };
    var arn = test.start("order-1", "{\"n\":1}");
    test.settle();

    assertThat(events).hasSize(1);
    var first = operation(events.getFirst(), arn.run());
    assertThat(first.at("/ExecutionDetails/InputPayload").asText()).isEqualTo("{\"n\":1}");
    assertThat(first.path("StartTimestamp").asLong())
        .isEqualTo(test.clock.instant().toEpochMilli());
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(test.get(arn).outcome().result()).isEqualTo("42");
  }

  @Test
  void aWaitSuspendsTheExecutionUntilItIsOver() {
    suspendWith(wait("w", 600));
    var arn = test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofSeconds(599));
    assertThat(events).hasSize(1);

    test.pass(Duration.ofSeconds(1));
    assertThat(events).hasSize(2);
    assertThat(operation(events.getLast(), "w").path("Status").asText()).isEqualTo("SUCCEEDED");
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    long id = test.get(arn).id();
    assertThat(
            test.executions().read(tables -> tables.events(id, false, 0, 100)).stream()
                .map(software.amazon.awssdk.services.lambda.model.Event::eventType))
        .containsExactly(
            EventType.EXECUTION_STARTED,
            EventType.WAIT_STARTED,
            EventType.INVOCATION_COMPLETED,
            EventType.WAIT_SUCCEEDED,
            EventType.INVOCATION_COMPLETED,
            EventType.EXECUTION_SUCCEEDED);
  }

  @Test
  void aStepThatIsToBeRetriedBecomesReadyAfterItsDelay() {
    suspendWith(step("s", OperationAction.START), step("s", OperationAction.RETRY));
    test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofSeconds(5));

    var step = operation(events.getLast(), "s");
    assertThat(step.path("Status").asText()).isEqualTo("READY");
    assertThat(step.at("/StepDetails/Attempt").asInt()).isEqualTo(1);
    assertThat(step.at("/StepDetails/NextAttemptTimestamp").isMissingNode()).isTrue();
  }

  @Test
  void aCheckpointConsumesItsTokenAndAnswersWhatHasChanged() {
    var answers = new ArrayList<Checkpoints.Checkpointed>();
    test.function =
        event -> {
          answers.add(checkpoint(event, step("s", OperationAction.START)));
          assertThatThrownBy(() -> checkpoint(event, step("s", OperationAction.SUCCEED)))
              .isInstanceOf(ServiceException.class)
              .hasMessage("Invalid checkpoint token");
          return answer("{\"Status\":\"FAILED\",\"Error\":{\"ErrorType\":\"E\"}}");
        };
    var arn = test.start(null, "{}");
    test.settle();

    assertThat(answers.getFirst().changed()).extracting(Operation::id).containsExactly("s");
    assertThat(answers.getFirst().token()).isNotNull();
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(test.get(arn).outcome().error())
        .isEqualTo(ErrorObject.builder().errorType("E").build());
  }

  @Test
  void aRepeatedCheckpointIsAnsweredAgainAndNotAppliedTwice() {
    test.function =
        event -> {
          var arn = DurableExecutionArn.parse(event.path("DurableExecutionArn").asText());
          var token = event.path("CheckpointToken").asText();
          var updates = List.of(step("s", OperationAction.START));
          var first = test.checkpoints().take(arn, token, "client", updates);
          var again = test.checkpoints().take(arn, token, "client", updates);
          assertThat(again.token()).isEqualTo(first.token());
          assertThat(again.changed()).extracting(Operation::id).containsExactly("s");
          return answer("{\"Status\":\"SUCCEEDED\"}");
        };
    var arn = test.start(null, "{}");
    test.settle();
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aCheckpointWithOneUpdateThatDoesNotFitChangesNothing() {
    test.function =
        event -> {
          assertThatThrownBy(
                  () ->
                      checkpoint(
                          event,
                          step("s", OperationAction.START),
                          step("t", OperationAction.SUCCEED)))
              .hasMessageContaining("t: it has not begun");
          assertThat(checkpoint(event, step("s", OperationAction.START)).changed()).hasSize(1);
          return answer("{\"Status\":\"SUCCEEDED\"}");
        };
    test.start(null, "{}");
    test.settle();
  }

  @Test
  void aCallbackResumesTheExecutionWithItsResult() {
    suspendWith(callback("c", 0, 0));
    test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofMinutes(30));
    assertThat(events).hasSize(1);

    var id = callbackId();
    test.executions().succeedCallback(id, "\"yes\"");
    test.settle();
    var callback = operation(events.getLast(), "c");
    assertThat(callback.at("/CallbackDetails/Result").asText()).isEqualTo("\"yes\"");
    assertThatThrownBy(() -> test.executions().succeedCallback(id, "\"again\""))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("CallbackTimeoutException"));
  }

  private String callbackId() {
    var arn = DurableExecutionArn.parse(events.getFirst().path("DurableExecutionArn").asText());
    long execution = test.get(arn).id();
    return test.executions()
        .read(tables -> tables.operation(execution, "c"))
        .orElseThrow()
        .model()
        .callbackDetails()
        .callbackId();
  }

  @Test
  void aCallbackWithoutHeartbeatTimesOutAndOneWithGoesOn() {
    suspendWith(callback("c", 0, 60));
    test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofSeconds(59));
    test.executions().heartbeat(callbackId());
    test.pass(Duration.ofSeconds(59));
    assertThat(events).hasSize(1);

    test.pass(Duration.ofSeconds(1));
    var callback = operation(events.getLast(), "c");
    assertThat(callback.path("Status").asText()).isEqualTo("TIMED_OUT");
    assertThat(callback.at("/CallbackDetails/Error/ErrorType").asText())
        .isEqualTo("Callback.Heartbeat");
  }

  @Test
  void aChainedFunctionRunsAndItsAnswerResumesTheExecution() {
    suspendWith(
        update(
            "i",
            OperationType.CHAINED_INVOKE,
            OperationAction.START,
            b -> b.payload("{}").chainedInvokeOptions(c -> c.functionName("plain"))));
    test.start(null, "{}");
    test.settle();
    var chained = operation(events.getLast(), "i");
    assertThat(chained.path("Status").asText()).isEqualTo("SUCCEEDED");
    assertThat(chained.at("/ChainedInvokeDetails/Result").asText()).isEqualTo("\"2\"");
  }

  @Test
  void aChainedFunctionThatTheRoleMayNotInvokeFailsTheOperation() {
    test.allowed = false;
    suspendWith(
        update(
            "i",
            OperationType.CHAINED_INVOKE,
            OperationAction.START,
            b -> b.chainedInvokeOptions(c -> c.functionName("plain"))));
    test.start(null, "{}");
    test.settle();
    var chained = operation(events.getLast(), "i");
    assertThat(chained.path("Status").asText()).isEqualTo("FAILED");
    assertThat(chained.at("/ChainedInvokeDetails/Error/ErrorType").asText())
        .isEqualTo("AccessDeniedException");
  }

  @Test
  void aFailedInvocationIsRepeatedAfterAPause() {
    test.function =
        event -> {
          events.add(event);
          return events.size() < 3
              ? failed("{\"errorType\":\"Runtime.ExitError\"}")
              : answer("{\"Status\":\"SUCCEEDED\"}");
        };
    var arn = test.start(null, "{}");
    test.settle();
    assertThat(events).hasSize(1);
    test.pass(Duration.ofSeconds(1));
    assertThat(events).hasSize(2);
    test.pass(Duration.ofSeconds(1));
    assertThat(events).hasSize(2);
    test.pass(Duration.ofSeconds(1));
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void anExecutionThatTakesTooLongTimesOut() {
    suspendWith(callback("c", 0, 0));
    var arn = test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofHours(1));
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    assertThat(events).hasSize(1);
  }

  @Test
  void aStoppedExecutionIgnoresItsFunction() {
    test.function =
        event -> {
          events.add(event);
          test.executions()
              .stop(DurableExecutionArn.parse(event.path("DurableExecutionArn").asText()), null);
          assertThatThrownBy(() -> checkpoint(event, step("s", OperationAction.START)))
              .hasMessage("Invalid checkpoint token");
          return answer("{\"Status\":\"SUCCEEDED\"}");
        };
    var arn = test.start(null, "{}");
    test.settle();
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.STOPPED);
  }

  @Test
  void whatWaitsForNothingFailsInsteadOfStayingForEver() {
    test.function = _ -> answer(PENDING);
    var arn = test.start(null, "{}");
    test.settle();
    assertThat(test.get(arn).outcome().status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void aNameBeginsOneExecutionAndRefusesAnotherPayload() {
    suspendWith(wait("w", 60));
    var arn = test.start("order-1", "{\"n\":1}");
    assertThat(test.start("order-1", "{\"n\":1}")).isEqualTo(arn);
    assertThatThrownBy(() -> test.start("order-1", "{\"n\":2}"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("DurableExecutionAlreadyStartedException"));

    test.settle();
    test.pass(Duration.ofMinutes(1));
    test.pass(Duration.ofDays(1));
    test.executions().forget();
    assertThat(test.start("order-1", "{\"n\":2}")).isNotEqualTo(arn);
  }

  @Test
  void childrenOfAnEndedContextAreNotReplayed() {
    var context = OperationType.CONTEXT;
    suspendWith(
        update("x", context, OperationAction.START, b -> b),
        update("y", OperationType.STEP, OperationAction.START, b -> b.parentId("x")),
        update("x", context, OperationAction.SUCCEED, b -> b.payload("1")),
        wait("w", 1));
    test.start(null, "{}");
    test.settle();
    test.pass(Duration.ofSeconds(1));
    assertThat(events.getLast().at("/InitialExecutionState/Operations"))
        .extracting(operation -> operation.path("Id").asText())
        .contains("x", "w")
        .doesNotContain("y");
    assertThat(operation(events.getLast(), "x").path("Status").asText())
        .isEqualTo(OperationStatus.SUCCEEDED.toString());
  }

  @Test
  void theInputOfAnAsynchronousExecutionThatFailedIsADeadLetter() {
    test.function =
        _ ->
            answer(
                """
                {"Status":"FAILED","Error":{"ErrorType":"Oops","ErrorMessage":"no stock"}}\
                """);
    test.receipts.add(new Receipt.Unavailable("not now"));
    var arn = test.start("order-1", "{\"n\":1}");
    test.settle();
    test.pass(Duration.ofSeconds(1));

    assertThat(test.letters).hasSize(2); // the first was not taken
    var letter = test.letters.getLast();
    assertThat(letter.target().toString()).isEqualTo(TestExecutions.DEAD_LETTERS);
    assertThat(letter.body().text()).isEqualTo("{\"n\":1}");
    assertThat(letter.attributes())
        .containsEntry("RequestID", arn.run())
        .containsEntry("ErrorMessage", "no stock");
    test.pass(Duration.ofDays(1));
    assertThat(test.letters).hasSize(2);
  }

  @Test
  void anExecutionThatTimesOutIsADeadLetterToo() {
    test.function = event -> answer(PENDING);
    suspendWith(callback("c", 0, 0));
    test.start(null, "{}");
    test.settle();
    assertThat(test.letters).isEmpty();

    test.pass(Duration.ofHours(1));
    assertThat(test.letters).hasSize(1);
  }

  @Test
  void whatSucceedsOrIsAwaitedOrStoppedIsNoDeadLetter() {
    suspendWith(callback("c", 0, 0));
    var stopped = test.start(null, "{}");
    test.settle();
    test.executions().stop(stopped, null);
    test.start(null, "{}");
    test.settle();
    test.function = _ -> answer("{\"Status\":\"FAILED\",\"Error\":{\"ErrorType\":\"Oops\"}}");
    var awaited = test.startAwaited("{}");
    test.settle();

    assertThat(test.get(awaited).outcome().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(test.letters).isEmpty();
  }

  @Test
  void aDeadLetterThatTheRoleMayNotSendIsNotTriedAgain() {
    test.function = _ -> answer("{\"Status\":\"FAILED\",\"Error\":{\"ErrorType\":\"Oops\"}}");
    test.allowed = false;
    test.start(null, "{}");
    test.settle();
    test.allowed = true;

    test.pass(Duration.ofDays(1));
    assertThat(test.letters).isEmpty();
  }
}
