package dev.hearth.cli.check;

import static dev.hearth.cli.check.Findings.checked;
import static dev.hearth.cli.check.Findings.function;
import static dev.hearth.cli.check.Findings.usage;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionRulesTest {
  @Test
  void aFunctionWithoutAFaultIsFine() {
    assertThat(checked(function())).isEmpty();
  }

  @Test
  void aPublicUrlIsTold() {
    var function =
        new DeployedFunction(
            "greet",
            "python3.14",
            3,
            128,
            Map.of(),
            List.of(),
            false,
            List.of("https://x.example/"),
            Usage.NONE);

    assertThat(checked(function)).containsExactly("function-url-public medium");
  }

  @Test
  void failuresOfAsynchronousEventsMustGoSomewhere() {
    for (boolean caught : new boolean[] {false, true}) {
      var function =
          new DeployedFunction(
              "greet",
              "python3.14",
              3,
              128,
              Map.of(),
              List.of("sns.amazonaws.com may invoke it"),
              caught,
              List.of(),
              Usage.NONE);

      assertThat(checked(function).contains("async-without-destination medium")).isEqualTo(!caught);
    }
  }

  @Test
  void aTimeoutThatNoRunComesNearIsTold() {
    assertThat(checked(function(60, 128, usage(20, 5_000, 128))))
        .containsExactly("timeout-unused low");
    assertThat(checked(function(60, 128, usage(20, 6_000, 128)))).isEmpty();
    assertThat(checked(function(60, 128, usage(19, 5_000, 128)))).isEmpty();
    assertThat(checked(function(3, 128, usage(20, 5, 128)))).isEmpty();
  }

  @Test
  void memoryThatNoRunHasUsedIsTold() {
    assertThat(checked(function(3, 1024, usage(20, 2_000, 511))))
        .containsExactly("memory-unused low");
    assertThat(checked(function(3, 1024, usage(20, 2_000, 512)))).isEmpty();
    assertThat(checked(function(3, 128, usage(20, 2_000, 30)))).isEmpty();
  }

  @Test
  void aRuntimePastItsEndIsToldAndOneThatEndsSoonIsNotedFirst() {
    assertThat(checked(function("python3.9"))).containsExactly("runtime-end-of-life medium");
    assertThat(checked(function("ruby3.3"))).containsExactly("runtime-end-of-life low");
    assertThat(checked(function("nodejs24.x"))).isEmpty();
    assertThat(checked(function("wasm"))).isEmpty();
    assertThat(RuntimeCalendar.END)
        .containsEntry("nodejs18.x", LocalDate.parse("2025-09-01"))
        .hasSizeGreaterThan(40);
  }

  @Test
  void queuesNeedEncryptionAndAPlaceForDeadLetters() {
    assertThat(checked(new DeployedQueue("orders", false, false, false)))
        .containsExactly("queue-unencrypted medium", "queue-without-redrive medium");
    assertThat(checked(new DeployedQueue("orders", true, true, false))).isEmpty();
    assertThat(checked(new DeployedQueue("orders-dead", true, false, true))).isEmpty();
  }

  @Test
  void secretsInVariablesAreToldByNameAndKindAlone() {
    var secret = "hunter2-" + "Tr0ub4dor";
    var token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    var examination = Findings.examination();

    examination.examine(
        function(
            Map.of(
                "DB_PASSWORD", secret,
                "HARMLESS", token,
                "SECRET_ARN", "arn:aws:secretsmanager:us-east-1:0:secret:db-x1",
                "SECRET_NAME", "prod/db/main-1",
                "API_TOKEN", "${resolve_me_1}",
                "PASSWORD", "")));

    assertThat(examination.findings())
        .extracting(finding -> finding.place().text() + " " + finding.message())
        .containsExactly(
            "function greet: environment variable DB_PASSWORD It holds a value that looks like a"
                + " secret.",
            "function greet: environment variable HARMLESS It holds a token of GitHub.");
    assertThat(examination.findings().toString()).doesNotContain(secret, token);
  }
}
