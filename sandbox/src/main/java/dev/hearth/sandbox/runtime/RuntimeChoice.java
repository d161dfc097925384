package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.SandboxSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The runtime that serves an identifier on this host.
///
/// @param identifier what the function asks for, such as `python3.14`
/// @param runtime what it gets
/// @param note one sentence for the function's state reason and its log where the two differ
public record RuntimeChoice(String identifier, Runtime runtime, @Nullable String note) {
  private static RuntimeException later() {
    return new UnsupportedOperationException("not landed yet");
  }

  /// The whole environment of a function's process: AWS's defaults, under what the function's owner
  /// set, under what the platform alone decides.
  public Map<String, String> environment(SandboxSpec spec, Layout layout) {
    throw later();
  }
}
