package dev.hearth.invocation;

import java.time.Instant;

/// One sandbox as `hearth ps` shows it.
///
/// @param state `busy` or `idle`
/// @param memoryMebibytes its highest use so far
public record SandboxView(
    String id,
    String functionArn,
    String version,
    String runtime,
    String state,
    Instant born,
    int memoryMebibytes,
    long pid) {
  static SandboxView of(Slot slot, String state) {
    var version = slot.version();
    return new SandboxView(
        slot.sandbox().id(),
        version.functionArn(),
        version.version(),
        version.settings().runtime(),
        state,
        slot.born(),
        slot.sandbox().maxMemoryMebibytes(),
        slot.sandbox().pid());
  }
}
