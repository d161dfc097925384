package dev.hearth.invocation.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.AsyncSettings;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.invocation.ledger.Sending.State;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private AsyncLab lab;

  @BeforeEach
  void open() {
    lab = new AsyncLab(folder);
    lab.configure(2, Duration.ofHours(6));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aSuccessIsToldInLambdasRecord() throws Exception {
    lab.accept("request-1");
    lab.runToTheEnd();

    var record = JSON.readTree(lab.delivered.getFirst().body().bytes());
    assertThat(record)
        .isEqualTo(
            JSON.readTree(
                """
                {"version": "1.0",
                 "timestamp": "2026-11-21T12:00:00.000Z",
                 "requestContext": {
                   "requestId": "request-1",
                   "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
                   "condition": "Success",
                   "approximateInvokeCount": 1},
                 "requestPayload": {"n": 1},
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
                 "responsePayload": "done"}
                """));
    assertThat(lab.end().sent())
        .containsExactly(new Sending(Sending.Kind.ON_SUCCESS, AsyncLab.QUEUE, State.DELIVERED, ""));
  }

  @Test
  void aFailureIsToldWithTheLastAnswerAndTheEventItselfIsADeadLetter() throws Exception {
    lab.runner = (_, _) -> AsyncLab.failed();
    lab.deadLetters = AsyncLab.DEAD_LETTERS;
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.delivered).hasSize(2);
    var record = JSON.readTree(lab.delivered.getFirst().body().bytes());
    assertThat(record.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
    assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(record.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    assertThat(record.at("/responsePayload/errorMessage").asText()).isEqualTo("no");
    var letter = lab.delivered.getLast();
    assertThat(letter.target()).hasToString(AsyncLab.DEAD_LETTERS);
    assertThat(letter.body().text()).isEqualTo("{\"n\":1}");
    assertThat(letter.attributes())
        .containsEntry("RequestID", "request-1")
        .containsEntry("ErrorCode", "200")
        .containsEntry("ErrorMessage", "{\"errorMessage\":\"no\"}");
    assertThat(lab.end().sent()).extracting(Sending::state).containsOnly(State.DELIVERED);
  }

  @Test
  void anAnswerThatIsNoJsonIsToldAsAText() throws Exception {
    lab.runner = (_, _) -> new Answer(Payload.of("not {json"), null, "$LATEST", Payload.EMPTY);
    lab.accept("request-1");
    lab.runToTheEnd();

    var record = JSON.readTree(lab.delivered.getFirst().body().bytes());
    assertThat(record.path("responsePayload").asText()).isEqualTo("not {json");
  }

  @Test
  void aDestinationThatDoesNotAnswerIsTriedUntilItDoes() {
    lab.receipt = new Receipt.Unavailable("busy");
    lab.accept("request-1");
    lab.runDue();
    assertThat(lab.end().sent()).extracting(Sending::state).containsExactly(State.PENDING);
    for (int i = 0; i < 20; i++) {
      lab.step(Duration.ofMinutes(5));
      lab.runDue();
    }
    assertThat(lab.delivered).hasSize(21);
    lab.receipt = new Receipt.Delivered();
    lab.runToTheEnd();
    assertThat(lab.end().sent()).extracting(Sending::state).containsExactly(State.DELIVERED);
  }

  @Test
  void aDestinationThatNeverAnswersIsGivenUpAfterSixHours() {
    lab.receipt = new Receipt.Unavailable("busy");
    lab.accept("request-1");
    while (lab.waiting() > 0) {
      lab.runDue();
      lab.step(Duration.ofMinutes(5));
    }
    assertThat(lab.end().sent())
        .containsExactly(
            new Sending(Sending.Kind.ON_SUCCESS, AsyncLab.QUEUE, State.FAILED, "busy"));
  }

  @Test
  void whatTheRoleMayNotDoIsNotSent() {
    lab.allowed = false;
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.delivered).isEmpty();
    assertThat(lab.end().sent())
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.state()).isEqualTo(State.FAILED);
              assertThat(sent.why()).contains("is not allowed sqs:SendMessage");
            });
  }

  @Test
  void aRecordLargerThanAnEventIsNotSent() {
    lab.runner = (_, _) -> AsyncLab.succeeded("\"" + "x".repeat(EventQueue.LARGEST_EVENT) + "\"");
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.delivered).isEmpty();
    assertThat(lab.end().sent().getFirst().why()).contains("1048576 can be sent");
  }

  @Test
  void aRecordSentToAFunctionIsAnEventOfIts() {
    var other = "arn:aws:lambda:us-east-1:123456789012:function:other:live";
    lab.settings = new AsyncSettings(2, Duration.ofHours(6), other, null, false, true);
    lab.accept("request-1");
    lab.runDue();
    lab.settings = AsyncSettings.DEFAULT;
    lab.runToTheEnd();

    assertThat(lab.ran).hasSize(2);
    var event = lab.ran.getLast();
    assertThat(event.functionArn()).isEqualTo(other);
    assertThat(event.payload().text()).contains("\"condition\":\"Success\"");
    assertThat(event.traceId()).matches("Root=1;Lineage=[0-9a-f]{8}:1\\|[0-9a-f]{8}:1");
  }

  @Test
  void aRecordSentToADurableFunctionBeginsOneExecution() {
    lab.isDurable = true;
    var other = "arn:aws:lambda:us-east-1:123456789012:function:other:live";
    lab.settings = new AsyncSettings(2, Duration.ofHours(6), other, null, false, true);
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.ran).hasSize(1);
    assertThat(lab.executions).hasSize(1);
    assertThat(lab.executions.getFirst())
        .matches("[0-9a-f-]{36} of f: .*\"condition\":\"Success\".*");
    assertThat(lab.end().sent().getFirst().state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void aRecordIsNotSentToADurableFunctionWithoutItsVersion() {
    lab.isDurable = true;
    var other = "arn:aws:lambda:us-east-1:123456789012:function:other";
    lab.settings = new AsyncSettings(2, Duration.ofHours(6), other, null, false, true);
    lab.accept("request-1");
    lab.runToTheEnd();

    assertThat(lab.executions).isEmpty();
    assertThat(lab.end().sent().getFirst())
        .isEqualTo(
            new Sending(
                Sending.Kind.ON_SUCCESS,
                other,
                State.FAILED,
                "InvalidParameterValueException: You cannot invoke a durable function using an"
                    + " unqualified ARN."));
  }

  @Test
  void whatNothingServesIsRefusedWhenItIsConfigured() {
    var destinations = new Destinations((_, _, _) -> false);
    var queue = Arn.parse(AsyncLab.QUEUE).orElseThrow();
    assertThatThrownBy(() -> destinations.check("role", queue))
        .hasMessageContaining("Hearth does not have the service sqs yet");
    destinations.serve(
        "sqs",
        new Destination() {
          @Override
          public String action() {
            return "sqs:SendMessage";
          }

          @Override
          public Receipt deliver(Delivery delivery) {
            throw new AssertionError("only asked");
          }
        });
    assertThatThrownBy(() -> destinations.check("role", queue))
        .hasMessage(
            "The function's execution role does not have permissions to call SendMessage on "
                + AsyncLab.QUEUE);
  }
}
