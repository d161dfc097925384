package dev.hearth.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartException;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;

/// SnapStart through the SDK for Java: functions that take their time to import what they need.
@ExtendWith(Cloud.Extension.class)
class SnapStartTest {
  private static final String SOURCE =
      """
      import os, random, time, uuid, boto3
      from snapshot_restore_py import register_before_snapshot, register_after_restore
      began = time.monotonic()
      while time.monotonic() - began < 0.3:
          pass
      made = uuid.uuid4().hex
      log = []
      sts = boto3.client("sts")
      sts.get_caller_identity()
      register_before_snapshot(log.append, "before")
      @register_after_restore
      def after():
          log.append("after")
      calls = 0
      def handler(event, context):
          global calls
          calls += 1
          time.sleep(event.get("seconds", 0))
          key = sts._request_signer._credentials.get_frozen_credentials().access_key
          return [made, random.random(), uuid.uuid1().hex, calls, log,
                  os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
                  "AWS_ACCESS_KEY_ID" in os.environ, key,
                  sts.get_caller_identity()["Arn"].rpartition("/")[2]]
      """;

  private final PythonModule function;

  SnapStartTest(Cloud cloud) {
    function = new PythonModule(cloud, SOURCE);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private void snapStart() {
    var updated =
        function.lambda.updateFunctionConfiguration(
            r ->
                r.functionName(function.name)
                    .memorySize(1769)
                    .timeout(20)
                    .snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS)));
    assertThat(updated.snapStart().applyOn()).isEqualTo(SnapStartApplyOn.PUBLISHED_VERSIONS);
    function.lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function.name));
  }

  private String published() {
    var version = function.lambda.publishVersion(r -> r.functionName(function.name)).version();
    function
        .lambda
        .waiter()
        .waitUntilPublishedVersionActive(r -> r.functionName(function.name).qualifier(version));
    return version;
  }

  private List<InvokeResponse> atOnce(int count, String qualifier, String event) throws Exception {
    var calls = new ArrayList<Callable<InvokeResponse>>();
    for (int i = 0; i < count; i++) {
      calls.add(() -> function.invoke(qualifier, event));
    }
    var answers = new ArrayList<InvokeResponse>();
    try (var threads = Executors.newFixedThreadPool(count)) {
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  @Test
  void aVersionIsInitialisedOnceAndEachOfManySandboxesIsUniqueAllTheSame() throws Exception {
    snapStart();
    var version = published();
    var shown =
        function.lambda.getFunctionConfiguration(
            r -> r.functionName(function.name).qualifier(version));
    assertThat(shown.snapStart().optimizationStatus()).isEqualTo(SnapStartOptimizationStatus.ON);

    var made = new HashSet<String>();
    var chances = new HashSet<String>();
    var keys = new HashSet<String>();
    for (var answer : atOnce(20, version, "{\"seconds\": 1}")) {
      var text = answer.payload().asUtf8String();
      assertThat(answer.functionError()).as(text).isNull();
      var parts = text.substring(1, text.length() - 1).split(", ", -1);
      made.add(parts[0]);
      chances.add(parts[1]);
      chances.add(parts[2]);
      keys.add(parts[8]);
      assertThat(parts[3]).as("calls").isEqualTo("1");
      assertThat(text)
          .contains("[\"before\", \"after\"], \"snap-start\", false")
          .endsWith("\"" + function.name + "\"]");
    }
    assertThat(made).hasSize(1);
    assertThat(chances).hasSize(40);
    assertThat(keys).as("each sandbox has credentials of its own").hasSize(20);
  }

  @Test
  void theLogTellsOfTheRestore() {
    snapStart();
    var version = published();
    var first =
        function.lambda.invoke(
            r -> r.functionName(function.name).qualifier(version).logType(LogType.TAIL));
    assertThat(new String(java.util.Base64.getDecoder().decode(first.logResult()), UTF_8))
        .containsPattern(
            "REPORT .*\tRestore Duration: [0-9.]+ ms\tBilled Restore Duration: [0-9]+ ms")
        .doesNotContain("Init Duration");
    var second =
        function.lambda.invoke(
            r -> r.functionName(function.name).qualifier(version).logType(LogType.TAIL));
    assertThat(new String(java.util.Base64.getDecoder().decode(second.logResult()), UTF_8))
        .doesNotContain("Restore Duration");
  }

  @Test
  void theLatestVersionStartsAsBefore() {
    snapStart();
    assertThat(function.answer("{}")).contains("[], \"on-demand\", true");
    assertThat(
            function
                .lambda
                .getFunctionConfiguration(r -> r.functionName(function.name))
                .snapStart()
                .optimizationStatus())
        .isEqualTo(SnapStartOptimizationStatus.OFF);
  }

  @Test
  void aVersionWhoseInitialisationFailsSaysWhy() {
    function.update("raise ValueError('no good')\n");
    snapStart();
    var version = function.lambda.publishVersion(r -> r.functionName(function.name)).version();
    var failed =
        Await.until(
            () ->
                function.lambda.getFunctionConfiguration(
                    r -> r.functionName(function.name).qualifier(version)),
            found -> found.state() == State.FAILED);
    assertThat(failed.stateReasonCodeAsString()).isEqualTo("FunctionError");
    assertThat(failed.stateReason()).contains("ValueError").contains("no good");
    assertThat(failed.snapStart().optimizationStatus()).isEqualTo(SnapStartOptimizationStatus.OFF);
  }

  @Test
  void aHookThatFailsAfterTheRestoreFailsTheInvocation() {
    function.update(
        """
        from snapshot_restore_py import register_after_restore
        @register_after_restore
        def after():
            raise ValueError("no network")
        def handler(event, context):
            return 1
        """);
    snapStart();
    var version = published();
    assertThatThrownBy(() -> function.invoke(version, "{}"))
        .isInstanceOf(SnapStartException.class)
        .hasMessageContaining("Runtime.AfterRestoreError");
  }

  @Test
  void aDeletedVersionIsNotRunAndANewOneRunsItsOwnCode() {
    snapStart();
    var first = published();
    function.invoke(first, "{}");
    function.update("def handler(event, context):\n    return 'second'\n");
    var second = published();
    assertThat(function.invoke(second, "{}").payload().asUtf8String()).isEqualTo("\"second\"");
    function.lambda.deleteFunction(r -> r.functionName(function.name).qualifier(first));
    assertThatThrownBy(() -> function.invoke(first, "{}")).hasMessageContaining("not found");
  }
}
