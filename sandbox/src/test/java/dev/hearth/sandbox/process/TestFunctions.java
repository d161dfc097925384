package dev.hearth.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.JavaCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Small functions written into a folder and run without isolation, with the runtimes of
/// [Runtimes#defaultFolder()].
final class TestFunctions implements AutoCloseable {
  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f:7";

  private final Path folder;
  private final ProcessDriver driver;
  private final List<Function> functions = new ArrayList<>();

  /// Skips the test where the runtimes are not installed; fails instead where `CI` is `true`.
  TestFunctions(Path folder) {
    var runtimes = Runtimes.defaultFolder();
    var missing = new RuntimeInstaller(runtimes, _ -> {}).missing();
    if (!missing.isEmpty()) {
      var reason = "not installed in " + runtimes + ": " + missing + " (hearth runtimes install)";
      if ("true".equals(System.getenv("CI"))) {
        fail(reason);
      }
      abort(reason);
    }
    this.folder = folder;
    this.driver =
        new ProcessDriver(
            Runtimes.find(runtimes), folder.resolve("sandboxes"), InstantSource.system());
  }

  ProcessDriver driver() {
    return driver;
  }

  Setup python(String source) {
    return new Setup("python3.12", "app.handler").file("app.py", source);
  }

  Setup node(String source) {
    return new Setup("nodejs24.x", "index.handler").file("index.js", source);
  }

  /// The class `Function`, whose handler is its interface's or the method `handle`.
  Setup java(String handler, String source) {
    var setup = new Setup("java17", handler);
    JavaCode.compile(setup.code, "Function", source);
    return setup;
  }

  Setup setup(String runtime, String handler) {
    return new Setup(runtime, handler);
  }

  @Override
  public void close() {
    driver.close();
  }

  /// A function before it is started.
  final class Setup {
    private String runtime;
    private String initializationType = SandboxSpec.ON_DEMAND;
    private final String handler;
    private final Path code;
    private final List<Path> layers = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Duration timeout = Duration.ofSeconds(20);

    private Setup(String runtime, String handler) {
      this.runtime = runtime;
      this.handler = handler;
      this.code = folder.resolve("code-" + UUID.randomUUID());
    }

    Setup file(String name, String content) {
      write(code.resolve(name), content);
      return this;
    }

    Setup executable(String name, String content) {
      write(code.resolve(name), content);
      assertThat(code.resolve(name).toFile().setExecutable(true)).isTrue();
      return this;
    }

    Setup layer(String name, String content) {
      var layer = folder.resolve("layer-" + UUID.randomUUID());
      write(layer.resolve(name), content);
      layers.add(layer);
      return this;
    }

    Setup archive(String name, Path content) {
      copy(content, code.resolve(name));
      return this;
    }

    Setup layerArchive(String name, Path content) {
      var layer = folder.resolve("layer-" + UUID.randomUUID());
      copy(content, layer.resolve(name));
      layers.add(layer);
      return this;
    }

    Setup set(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Setup runtime(String other) {
      runtime = other;
      return this;
    }

    Setup provisioned(String type) {
      initializationType = type;
      return this;
    }

    Setup timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    Function start() {
      var spec =
          new SandboxSpec(
              ARN,
              "f",
              "7",
              runtime,
              handler,
              code,
              layers,
              environment,
              256,
              512,
              timeout,
              "2026/01/02/[7]abc",
              initializationType,
              null,
              null);
      var lines = new CopyOnWriteArrayList<String>();
      var function = new Function(driver.start(spec, (_, line) -> lines.add(line)), lines);
      functions.add(function);
      return function;
    }

    /// Starts it and runs one event.
    Run run(String event) {
      return start().run(event);
    }

    /// Starts it, runs one event and expects an answer.
    String answer(String event) {
      return start().answer(event);
    }

    private static void copy(Path from, Path to) {
      try {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(Path file, String content) {
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A started function.
  ///
  /// @param lines all that it has logged
  record Function(Sandbox sandbox, List<String> lines) {
    Run run(String event) {
      return run("id-1", event, null);
    }

    Run run(String requestId, String event, @Nullable OutputStream stream) {
      return sandbox.run(
          new Invocation(
              requestId,
              ARN,
              Payload.of(event),
              null,
              null,
              null,
              stream == null ? null : _ -> stream));
    }

    String answer(String event) {
      var run = run(event);
      assertThat(run).as("log: %s", lines).isInstanceOf(Run.Succeeded.class);
      return ((Run.Succeeded) run).payload().text();
    }
  }

  /// The error's payload, whichever way the run failed.
  static String errorOf(Run run) {
    return switch (run) {
      case Run.Failed failed -> failed.payload().text();
      case Run.InitFailed failed -> failed.payload().text();
      default -> throw new AssertionError("no error: " + run);
    };
  }
}
