package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// Reserved and provisioned concurrency through the SDK for Java, in real sandboxes.
@ExtendWith(Cloud.Extension.class)
class ConcurrencyTest {
  private static final String SOURCE =
      """
      import os, time
      kind = os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
      calls = 0
      def handler(event, context):
          global calls
          calls += 1
          time.sleep(event.get("seconds", 0))
          return f"{kind} {calls}"
      """;

  private final PythonModule function;

  ConcurrencyTest(Cloud cloud) {
    function = new PythonModule(cloud, SOURCE);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private void reserve(int count) {
    function.lambda.putFunctionConcurrency(
        r -> r.functionName(function.name).reservedConcurrentExecutions(count));
  }

  private void provision(String qualifier, int count) {
    function.lambda.putProvisionedConcurrencyConfig(
        r ->
            r.functionName(function.name)
                .qualifier(qualifier)
                .provisionedConcurrentExecutions(count));
  }

  private GetProvisionedConcurrencyConfigResponse awaitReady(String qualifier) {
    return Await.until(
        () ->
            function.lambda.getProvisionedConcurrencyConfig(
                r -> r.functionName(function.name).qualifier(qualifier)),
        found -> found.status() == ProvisionedConcurrencyStatusEnum.READY);
  }

  private List<String> atOnce(int count, String qualifier, String event) throws Exception {
    var calls = new ArrayList<Callable<String>>();
    for (int i = 0; i < count; i++) {
      calls.add(() -> function.invoke(qualifier, event).payload().asUtf8String());
    }
    var answers = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(count)) {
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  @Test
  void aReservationOfZeroThrottlesAtOnceAndItsEndLetsCallsThrough() {
    assertThat(function.answer("{}")).isEqualTo("\"on-demand 1\"");
    reserve(0);
    assertThatThrownBy(() -> function.answer("{}"))
        .isInstanceOfSatisfying(
            TooManyRequestsException.class,
            e -> {
              assertThat(e.reason())
                  .isEqualTo(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
              assertThat(e.retryAfterSeconds()).isEqualTo("1");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate Exceeded.");
            });
    function.lambda.deleteFunctionConcurrency(r -> r.functionName(function.name));
    assertThat(function.answer("{}")).isEqualTo("\"on-demand 2\"");
  }

  @Test
  void provisionedSandboxesAreInitialisedAheadAndWhatIsMoreRunsOnDemand() throws Exception {
    var version = function.publish();
    provision(version, 2);
    var ready = awaitReady(version);
    assertThat(ready.availableProvisionedConcurrentExecutions()).isEqualTo(2);

    assertThat(atOnce(3, version, "{\"seconds\": 1}"))
        .containsExactlyInAnyOrder(
            "\"provisioned-concurrency 1\"", "\"provisioned-concurrency 1\"", "\"on-demand 1\"");
  }

  @Test
  void anAliasThatMovesTakesItsProvisionedSandboxesAlong() {
    var first = function.publish();
    function.lambda.createAlias(
        r -> r.functionName(function.name).name("live").functionVersion(first));
    provision("live", 1);
    awaitReady("live");
    function.update(SOURCE + "# second\n");
    var second = function.publish();
    function.lambda.updateAlias(
        r -> r.functionName(function.name).name("live").functionVersion(second));
    awaitReady("live");

    var answer = function.invoke("live", "{}");
    assertThat(answer.executedVersion()).isEqualTo(second);
    assertThat(answer.payload().asUtf8String()).isEqualTo("\"provisioned-concurrency 1\"");
    assertThat(function.invoke(first, "{}").payload().asUtf8String()).isEqualTo("\"on-demand 1\"");
  }

  @Test
  void anInitialisationThatFailsIsToldAsTheReason() {
    function.update("raise ValueError('no good')\n");
    var version = function.publish();
    provision(version, 1);
    var found =
        Await.until(
            () ->
                function.lambda.getProvisionedConcurrencyConfig(
                    r -> r.functionName(function.name).qualifier(version)),
            config -> config.status() == ProvisionedConcurrencyStatusEnum.FAILED);
    assertThat(found.statusReason()).isEqualTo("FUNCTION_ERROR_INIT_FAILURE");
  }

  @Test
  void configurationsAreListedAndDeletedAndWhatIsTooMuchIsRefused() {
    var version = function.publish();
    provision(version, 1);
    var listed =
        function.lambda.listProvisionedConcurrencyConfigs(r -> r.functionName(function.name));
    assertThat(listed.provisionedConcurrencyConfigs().getFirst().functionArn())
        .endsWith(function.name + ":" + version);
    assertThatThrownBy(() -> provision(version, 901))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("below its minimum value of [100]");
    assertThatThrownBy(() -> provision("$LATEST", 1))
        .isInstanceOf(InvalidParameterValueException.class);

    function.lambda.deleteProvisionedConcurrencyConfig(
        r -> r.functionName(function.name).qualifier(version));
    assertThatThrownBy(() -> awaitReady(version))
        .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class);
  }
}
