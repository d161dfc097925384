package dev.hearth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A function in its sandbox.
///
/// @param lines all that it has logged so far
public record RunningFunction(Sandbox sandbox, List<String> lines) implements AutoCloseable {

  public static RunningFunction start(Driver driver, FunctionCode code) {
    var lines = new CopyOnWriteArrayList<String>();
    return new RunningFunction(driver.start(code.spec(), (_, line) -> lines.add(line)), lines);
  }

  /// A copy.
  public static RunningFunction restore(Snapshot snapshot, SandboxSpec spec) {
    var lines = new CopyOnWriteArrayList<String>();
    return new RunningFunction(snapshot.restore(spec, (_, line) -> lines.add(line)), lines);
  }

  public Run run(String event) {
    return sandbox.run(
        new Invocation(
            UUID.randomUUID().toString(),
            FunctionCode.ARN,
            Payload.of(event),
            null,
            null,
            null,
            null));
  }

  /// Runs it and expects an answer.
  public String answer(String event) {
    var run = run(event);
    assertThat(run).as("log: %s", lines).isInstanceOf(Run.Succeeded.class);
    return ((Run.Succeeded) run).payload().text();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
