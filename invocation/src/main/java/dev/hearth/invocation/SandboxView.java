package dev.hearth.invocation;

import java.time.Instant;

/// One sandbox as `hearth ps` shows it.
///
/// @param state `busy` or `idle`
/// @param provisioned whether it was made ahead of its invocations
/// @param memoryMebibytes its highest use so far
public record SandboxView(
    String id,
    String functionArn,
    String version,
    String runtime,
    String state,
    boolean provisioned,
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
        slot.provisioned(),
        slot.born(),
        slot.sandbox().maxMemoryMebibytes(),
        slot.sandbox().pid());
  }
}
