package dev.hearth.sandbox.wasm.guest;

import java.time.InstantSource;
import java.util.List;
import run.endive.compiler.internal.Shaded;
import run.endive.runtime.TrapException;
import run.endive.wasm.types.MemoryLimits;

/// Goes once through what guests call. A class whose initialisation meets the end of a stack is
/// unusable for the life of this process; so none is initialised on a guest's.
public final class Rehearsal {
  private Rehearsal() {}

  /// Done when the class is initialised, which is once.
  public static void done() {}

  static {
    var log = new LogQueue();
    var output = new Output(1);
    try (var memory =
        new LinearMemory(new MemoryLimits(1, 1), List.of(), 1, new MemoryBudget(1 << 20))) {
      var streams = new Streams(memory, new byte[1], output, log);
      memory.writeI32(4, 1);
      var _ = streams.read(new long[] {0, 0, 1, 8});
      var _ = streams.write(new long[] {1, 0, 1, 8});
      var _ = streams.write(new long[] {2, 0, 1, 8});
      var _ = streams.fileStatus(0, 0);
      var _ = new GuestTime(InstantSource.system(), System::nanoTime).now(memory, 0, 0);
      memory.write(0, new GuestRandom(new byte[GuestRandom.SEED_BYTES]).next());
      memory.copy(0, 8, 8);
      memory.fill((byte) 0, 0, 8);
      misses(() -> memory.readInt(-1));
      misses(() -> memory.writeLong(-1, 0));
      misses(() -> memory.copy(0, -1, 8));
      misses(() -> memory.fill((byte) 0, 0, -1));
      misses(() -> memory.readBytes(0, -1));
      misses(() -> memory.write(-1, new byte[1]));
      Poll.sleep(0);
    }
    var _ = new ExitException(0);
    var _ = Wasi.type("proc_exit");
    Shaded.checkInterruption();
  }

  private static void misses(Runnable access) {
    try {
      access.run();
    } catch (TrapException _) {
      // as it should
    }
  }
}
