package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command refuses before it asks anybody; the rest is tested against a running Hearth.
class TuneTest {
  // Nobody listens there, so a request would fail with another message.
  private static final Map<String, String> NOWHERE =
      Map.of(
          "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
          "AWS_ACCESS_KEY_ID", "key",
          "AWS_SECRET_ACCESS_KEY", "secret");

  @ParameterizedTest
  @CsvSource({
    "--memory, '128,64', 64 (expected: 128 to 10240)",
    "--memory, 20000, 20000 (expected: 128 to 10240)",
    "--runs, 0, 0 (expected: 1 to 1000)",
    "--price, -1, -1.0 (expected: 0 or more)"
  })
  void whatIsOutOfRangeIsRefusedWithTheRange(String option, String value, String message) {
    var session = Session.of(NOWHERE, "tune", "f", option, value);

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.err()).contains(option + ": " + message);
  }

  @Test
  void sizesAreNumbers() {
    assertThat(Session.of(NOWHERE, "tune", "f", "--memory", "big").exit()).isEqualTo(2);
  }
}
