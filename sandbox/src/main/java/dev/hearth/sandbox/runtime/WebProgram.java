package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The program of a function that is a web server, in a zip package: its handler names a file of
/// the package. What the function's runtime can run is run by it: `app.py`, `server.mjs`,
/// `service.jar`; anything else has to be a program, such as `run.sh`.
///
/// @param choice of a family that has a handler
record WebProgram(RuntimeChoice choice, SandboxSpec spec, Layout layout) {
  private String file() {
    return spec.handler();
  }

  private Path host() {
    return spec.code().resolve(file()).normalize();
  }

  /// How it is started.
  List<String> command() {
    var inside = layout.task() + "/" + file();
    var runtime = choice.runtime();
    if (!isOfTheRuntime()) {
      return List.of(inside);
    }
    return switch (runtime.family()) {
      case PYTHON -> List.of("/usr/bin/python" + runtime.version(), "-Bu", inside);
      case NODE -> List.of(runtime.place(layout, HostRuntime.LANGUAGE) + "/bin/node", inside);
      case JAVA -> {
        var command = new ArrayList<String>();
        command.add(runtime.place(layout, HostRuntime.LANGUAGE) + "/bin/java");
        command.addAll(JavaCommand.options(spec.memoryMebibytes()));
        command.addAll(List.of("-jar", inside));
        yield List.copyOf(command);
      }
      case PROVIDED, WASM -> throw new IllegalStateException("its program is its bootstrap");
    };
  }

  private boolean isOfTheRuntime() {
    return switch (choice.runtime().family()) {
      case PYTHON -> file().endsWith(".py");
      case NODE -> file().matches(".*\\.[mc]?js");
      case JAVA -> file().endsWith(".jar");
      case PROVIDED, WASM -> false;
    };
  }

  /// Why it cannot be started, in Lambda's words; null where it can.
  @Nullable String fault() {
    if (!host().startsWith(spec.code()) || !Files.isRegularFile(host())) {
      return "fork/exec %s/%s: no such file or directory".formatted(layout.task(), file());
    }
    return isOfTheRuntime()
        ? null
        : Entrypoint.named(file(), spec.code(), spec.layers(), layout).fault();
  }
}
