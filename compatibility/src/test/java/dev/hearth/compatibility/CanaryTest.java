package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.cli.Main;
import dev.hearth.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;

/// `hearth canary` against traffic that goes on meanwhile.
@ExtendWith(Cloud.Extension.class)
class CanaryTest {
  private final Cloud cloud;
  private final PythonFunction function;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  CanaryTest(Cloud cloud) {
    this.cloud = cloud;
    this.function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  @Test
  void aVersionThatWorksTakesOverStepByStep() throws Exception {
    function.create("return 'one'");
    function.publish("return 'two'");

    assertThat(canary("--steps", "50,100", "--json"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    var half = JsonMapper.builder().build().readTree(lines.getFirst());
    assertThat(half.path("percent").asInt()).isEqualTo(50);
    assertThat(half.path("runs").asInt()).isPositive();
    assertThat(half.path("failures").asInt()).isZero();
    assertThat(lines.getLast()).contains("\"outcome\":\"shifted\"");
    assertThat(alias().functionVersion()).isEqualTo("2");
    assertThat(alias().routingConfig()).isNull();
  }

  @Test
  void aVersionThatFailsIsTakenBackByItself() throws Exception {
    function.create("return 'one'");
    function.publish("raise ValueError('no good')");

    assertThat(canary("--steps", "50,100", "--max-errors", "10%")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("rolled back to version 1");
    assertThat(alias().functionVersion()).isEqualTo("1");
    assertThat(alias().routingConfig()).isNull();
  }

  private GetAliasResponse alias() {
    return function.lambda().getAlias(r -> r.functionName(function.name()).name("live"));
  }

  /// Runs the command with callers of the alias.
  private int canary(String... options) throws Exception {
    function
        .lambda()
        .createAlias(r -> r.functionName(function.name()).name("live").functionVersion("1"));
    var words = new ArrayList<>(List.of("canary", function.name(), "--alias", "live", "--to", "2"));
    words.addAll(List.of("--every", "3s"));
    words.addAll(List.of(options));
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            cloud.environment());
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var caller =
          threads.submit(
              () -> {
                while (!stop.get()) {
                  function.invoke("live");
                }
              });
      try {
        return Main.run(terminal, words.toArray(String[]::new));
      } finally {
        stop.set(true);
        caller.get();
      }
    }
  }
}
