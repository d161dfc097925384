package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.linux.ControlGroup;
import java.io.IOException;

/// What a sandbox may use.
///
/// @param memoryMebibytes of all its processes, with what is in its `/tmp`
/// @param ownMebibytes memory beyond that, for what of Hearth's runs in it
/// @param processes and threads
record Limits(int memoryMebibytes, int ownMebibytes, int processes) {
  /// Of a parked one, whose runtime alone runs and is ours.
  static final Limits PARKED = new Limits(512, 128);

  private static final int LAMBDA_PROCESSES = 1024;

  /// "At 1,769 MB, a function has the equivalent of one vCPU." (AWS Lambda Developer Guide,
  /// "Configure Lambda function memory")
  private static final int MEBIBYTES_PER_CPU = 1769;

  /// What a module's JVM may take beside the module's memory: a heap of 109 MiB, and the code.
  private static final int WORKER_MEBIBYTES = 192;

  Limits(int memoryMebibytes, int processes) {
    this(memoryMebibytes, 0, processes);
  }

  static Limits of(SandboxSpec spec) {
    return new Limits(
        spec.memoryMebibytes(), spec.isModule() ? WORKER_MEBIBYTES : 0, LAMBDA_PROCESSES);
  }

  /// The CPU time is not limited yet: a start would be slowed down by it.
  void apply(ControlGroup group) throws IOException {
    group.limitMemory(memoryMebibytes + ownMebibytes);
    group.limitProcesses(processes);
  }

  /// Weighs the CPU time by the memory, and limits it too where `quota` says so.
  void applyCpu(ControlGroup group, boolean quota) throws IOException {
    int milliCpus = Math.max(1, memoryMebibytes * 1000 / MEBIBYTES_PER_CPU);
    group.shareCpu(milliCpus);
    if (quota) {
      group.limitCpu(milliCpus);
    }
  }
}
