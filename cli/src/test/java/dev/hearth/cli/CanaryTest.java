package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the command refuses before it asks anybody; the rest is tested against a running Hearth.
class CanaryTest {
  // Nobody listens there, so a request would fail with another message.
  private static final Map<String, String> NOWHERE =
      Map.of(
          "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
          "AWS_ACCESS_KEY_ID", "key",
          "AWS_SECRET_ACCESS_KEY", "secret");

  @ParameterizedTest
  @ValueSource(strings = {"50,10,100", "10,10,100", "0,100", "10,50", "100,110"})
  void stepsGrowAndEndWithEverything(String steps) {
    var session = canary("--steps", steps);

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.err()).contains("The steps must grow and end at 100.");
  }

  @Test
  void whatIsNoPercentageIsRefused() {
    assertThat(canary("--max-errors", "few").err()).contains("`few` is no percentage.");
  }

  @Test
  void theAliasMustBeNamed() {
    assertThat(Session.of(NOWHERE, "canary", "f", "--to", "2").exit()).isEqualTo(2);
  }

  private static Session canary(String option, String value) {
    return Session.of(NOWHERE, "canary", "f", "--alias", "live", "--to", "2", option, value);
  }
}
