package dev.hearth.sandbox.attacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A sandbox that attacks are run in.
record Attacker(RunningFunction function) implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What it runs on, and so how its sandbox is made.
  enum Origin {
    FORKED_PYTHON(true),
    STARTED_PYTHON(false),
    /// Attacks run in a child of Node's.
    STARTED_NODE(false);

    private final boolean forks;

    Origin(boolean forks) {
      this.forks = forks;
    }

    boolean forks() {
      return forks;
    }

    /// The function, whose package is written below `folder`.
    FunctionCode code(Path folder) {
      var code =
          this == STARTED_NODE
              ? FunctionCode.of(folder, "nodejs22.x", "agent.handler")
                  .file("agent.cjs", resource("agent.cjs"))
              : FunctionCode.of(folder, "python3.12", "agent.handler");
      return code.file("agent.py", resource("agent.py"));
    }
  }

  static Attacker start(Driver driver, FunctionCode code) {
    return new Attacker(RunningFunction.start(driver, code));
  }

  /// What came of it.
  String attempt(String python) {
    return attempt(python, Map.of());
  }

  /// @param facts what the attack may know, as variables of its own
  String attempt(String python, Map<String, ?> facts) {
    try {
      return JSON.readValue(function.answer(event(python, facts)), String.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How the run ended, where it may not end well.
  Run run(String python) {
    return function.run(event(python, Map.of()));
  }

  /// @param request its id
  Run run(String python, String request) {
    return function
        .sandbox()
        .run(
            new Invocation(
                request, "arn", Payload.of(event(python, Map.of())), null, null, null, null));
  }

  private static String event(String python, Map<String, ?> facts) {
    try {
      var event = new HashMap<String, Object>(facts);
      event.put("attack", python);
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The runtime's process, by the host's number.
  ProcessHandle process() {
    return ProcessHandle.of(function.sandbox().pid()).orElseThrow();
  }

  private static String resource(String name) {
    try (var in = Attacker.class.getResourceAsStream("/attacks/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    function.close();
  }
}
