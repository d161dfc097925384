package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hearth.compatibility.Refusals.Refusal;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/// Every operation of Lambda that Hearth has, through AWS's SDK for Java: it answers, lists by
/// pages of one, and refuses with the errors of Lambda's model. An operation that is implemented
/// and not exercised here fails the test.
@ExtendWith(Cloud.Extension.class)
class LambdaOperationsTest {
  /// They take nothing that could be wrong.
  private static final Set<String> NEVER_REFUSE = Set.of("GetAccountSettings");

  private final LambdaApi api;
  private final LambdaLife life;

  LambdaOperationsTest(Cloud cloud) {
    api = new LambdaApi(cloud);
    life = new LambdaLife(api);
  }

  @AfterEach
  void closeClients() {
    api.close();
  }

  @TestFactory
  Stream<DynamicNode> everyOperationAnswersAndRefusesAsAwsDoes() {
    return Stream.of(
        dynamicContainer(
            "answers",
            Stream.of(
                dynamicTest("a role", life::makeRole),
                dynamicTest("functions, versions, aliases and waiters", life::functions),
                dynamicTest("invocations", life::invocations),
                dynamicTest("layers", life::layers),
                dynamicTest("settings", life::settings),
                dynamicTest("configurations of aliases", life::configurations),
                dynamicTest("code signing", life::codeSigning),
                dynamicTest("durable executions", life::durableExecutions),
                dynamicTest("event source mappings", life::mappings))),
        dynamicContainer("pages of one", new LambdaPages(api.lambda, life).tests()),
        // Streams are lazy: what is refused depends on what was made.
        dynamicContainer(
            "refusals",
            Stream.of(life)
                .flatMap(made -> Refusals.of(api, made).stream())
                .map(LambdaOperationsTest::refused)),
        dynamicTest("everything goes again", life::deletions),
        dynamicTest("every implemented operation has answered", this::checkAnswered),
        dynamicTest("every implemented operation has refused something", this::checkRefused));
  }

  private static DynamicNode refused(Refusal refusal) {
    return dynamicTest(
        refusal.operation() + ": " + refusal.code() + " " + refusal.text(),
        () -> {
          var thrown = catchThrowable(refusal.call()::run);
          var error =
              Objects.requireNonNull(
                  thrown instanceof CompletionException completion ? completion.getCause() : thrown,
                  "it was taken");
          assertThat(error)
              .isInstanceOf(LambdaException.class)
              .hasMessageContaining(refusal.text());
          var details = ((LambdaException) error).awsErrorDetails();
          assertThat(details.errorCode()).isEqualTo(refusal.code());
          assertThat(((LambdaException) error).statusCode()).isEqualTo(refusal.status());
          // One that the SDK knows, so that callers can catch it.
          if (!refusal.code().equals("ValidationException")) { // which no model names
            assertThat(error.getClass().getSimpleName()).isEqualTo(refusal.code());
          }
        });
  }

  private void checkAnswered() throws IOException {
    assertThat(LambdaApi.implemented()).hasSizeGreaterThan(70);
    assertThat(api.answered()).containsAll(LambdaApi.implemented());
  }

  private void checkRefused() throws IOException {
    assertThat(LambdaApi.implemented())
        .allMatch(
            operation -> api.refused().contains(operation) || NEVER_REFUSE.contains(operation));
  }
}
