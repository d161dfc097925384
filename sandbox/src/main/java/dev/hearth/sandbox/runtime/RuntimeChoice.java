package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.web.WebSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runtime that serves an identifier on this host.
///
/// @param identifier what the function asks for, such as `python3.14`
/// @param runtime what it gets
/// @param note one sentence for the function's state reason and its log where the two differ
public record RuntimeChoice(String identifier, HostRuntime runtime, @Nullable String note) {
  private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
  private static final Set<String> READ_AT_START =
      Set.of(WRAPPER, "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "LD_LIBRARY_PATH", "LD_PRELOAD");

  /// What cannot be started is waited for in vain until the sandbox is closed.
  private static final List<String> WAIT = List.of("/bin/sleep", "infinity");

  /// Variables that a shell does not just hand on.
  private static final Set<String> SHELLS_OWN =
      Set.of(
          "BASHOPTS",
          "BASH_VERSINFO",
          "EUID",
          "IFS",
          "LINENO",
          "OLDPWD",
          "OPTIND",
          "PPID",
          "PWD",
          "RANDOM",
          "SECONDS",
          "SHELLOPTS",
          "SHLVL",
          "UID",
          "_");

  /// What the function runs on, with the note where there is one; for its log.
  public String version() {
    return note == null ? runtime.name() : runtime.name() + " (" + note + ")";
  }

  /// Whether a parked sandbox will do. Some settings are read only when a process starts: a wrapper
  /// script of a layer, Node's own options, and where the loader looks for libraries.
  public boolean parks(SandboxSpec spec) {
    if (runtime.parksAsShell()) {
      return SHELLS_OWN.stream().noneMatch(spec.environment()::containsKey);
    }
    if (runtime.family() == Family.WASM) {
      return true; // what the function's owner sets is for the module, not for its JVM
    }
    if (WebSettings.asked(spec)) {
      return false; // it is another program
    }
    return Stream.concat(READ_AT_START.stream(), JavaCommand.OPTIONS.stream())
            .noneMatch(spec.environment()::containsKey)
        && Stream.concat(Stream.of(spec.code()), spec.layers().stream())
            .noneMatch(folder -> holdsLibraries(folder.resolve("lib")));
  }

  private static boolean holdsLibraries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.newDirectoryStream(folder, "*.so*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How it is started for `spec`, with the function's wrapper around it where it has one.
  public List<String> command(SandboxSpec spec, Layout layout) {
    if (runtime.family() == Family.PROVIDED) {
      var entrypoint = entrypoint(spec, layout);
      return entrypoint.fault() == null ? List.of(entrypoint.command()) : WAIT;
    }
    if (WebSettings.asked(spec)) {
      var program = new WebProgram(this, spec, layout);
      return program.fault() == null ? program.command() : WAIT;
    }
    var command = runtime.commandAtOnce(layout, spec.memoryMebibytes(), spec.environment());
    var wrapper = runtime.family() == Family.WASM ? null : spec.environment().get(WRAPPER);
    return wrapper == null ? command : Stream.concat(Stream.of(wrapper), command.stream()).toList();
  }

  /// Why nothing can be started for `spec`, in Lambda's words, where that can be told before.
  public Optional<String> fault(SandboxSpec spec, Layout layout) {
    if (runtime.family() == Family.PROVIDED) {
      return Optional.ofNullable(entrypoint(spec, layout).fault());
    }
    return WebSettings.asked(spec)
        ? Optional.ofNullable(new WebProgram(this, spec, layout).fault())
        : Optional.empty();
  }

  private static Entrypoint entrypoint(SandboxSpec spec, Layout layout) {
    return Entrypoint.of(spec.code(), spec.layers(), layout);
  }

  /// What a process finds in its environment that is started for its function.
  ///
  /// @param environment the function's
  public Map<String, String> atStart(Map<String, String> environment, Layout layout) {
    return runtime.family() == Family.WASM
        ? Map.of("AWS_LAMBDA_RUNTIME_API", layout.runtimeApi(), "TZ", ":UTC", "LC_ALL", "C.UTF-8")
        : environment;
  }

  /// The whole environment of a function's process: AWS's defaults, under what the function's owner
  /// set, under what the platform alone decides.
  public Map<String, String> environment(SandboxSpec spec, Layout layout) {
    return RuntimeEnvironment.of(this, spec, layout);
  }
}
