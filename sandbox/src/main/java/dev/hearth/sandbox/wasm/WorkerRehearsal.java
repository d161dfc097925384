package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The module that workers rehearse with before they know their own, compiled as any is: what it
/// goes through, a first event need not be the first to load and link.
public final class WorkerRehearsal {
  private static final String MODULE = "rehearsal.wasm";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private WorkerRehearsal() {}

  /// What changes when the module does.
  public static byte[] binary() throws IOException {
    try (var in = WorkerRehearsal.class.getResourceAsStream(MODULE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + MODULE + " is missing");
      }
      return in.readAllBytes();
    }
  }

  /// Puts it into `folder`, as [dev.hearth.sandbox.wasm.worker.Worker] loads modules.
  public static void write(Path folder) throws IOException {
    try {
      var module = new Compilation(LIMIT, new AtomicInteger()).compile(binary());
      Files.write(folder.resolve(StoredModule.FILE), module.toBytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
