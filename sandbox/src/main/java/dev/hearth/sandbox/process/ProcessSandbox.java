package dev.hearth.sandbox.process;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.files.Folders;
import dev.hearth.sandbox.logs.LogPipe;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A child process that speaks to its own Runtime API on a port of the loopback interface.
final class ProcessSandbox implements Sandbox {
  private static final System.Logger LOG = System.getLogger(ProcessSandbox.class.getName());

  private final String id;
  private final SandboxSpec spec;
  private final Path temporary;
  private final LogPipe pipe;
  private final RuntimeApi api;
  private final Telemetry telemetry;
  private final Process process;
  private final Runnable onClose;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /// @param process leads a process group of its own
  /// @param onClose called once
  ProcessSandbox(
      String id,
      SandboxSpec spec,
      Path temporary,
      LogPipe pipe,
      RuntimeApi api,
      Telemetry telemetry,
      Process process,
      Runnable onClose) {
    this.id = id;
    this.spec = spec;
    this.temporary = temporary;
    this.pipe = pipe;
    this.api = api;
    this.telemetry = telemetry;
    this.process = process;
    this.onClose = onClose;
    Thread.ofVirtual().name(id + "-exit").start(this::awaitExit);
  }

  @Override
  public int concurrency() {
    return api.concurrency();
  }

  @Override
  public void awaitInitialised() {
    api.awaitInitialised(spec.timeout());
    pipe.drain();
  }

  @Override
  public Run run(Invocation invocation) {
    var run = api.run(invocation, spec.timeout());
    if (!run.reusable() && !api.goesOn(run)) {
      ProcessGroup.kill(process);
    }
    pipe.drain();
    return run;
  }

  @Override
  public void tell(Instant time, PlatformEvent event) {
    telemetry.tell(time, event);
  }

  @Override
  public boolean settled() {
    return api.settled();
  }

  @Override
  public @Nullable Run awaitSettled() {
    var failure = api.awaitSettled();
    if (failure != null) {
      close();
    }
    return failure;
  }

  private void awaitExit() {
    try {
      int status = process.waitFor();
      ProcessGroup.kill(process); // what it started does not outlive it
      api.processEnded(ProcessGroup.describe(status), false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    ProcessGroup.kill(process);
    api.close();
    pipe.close();
    telemetry.close();
    try {
      Folders.delete(temporary);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot delete " + temporary, e);
    }
    onClose.run();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public SandboxSpec spec() {
    return spec;
  }

  @Override
  public @Nullable Duration initDuration() {
    return api.initDuration();
  }

  /// Of the runtime's process alone, as long as it lives.
  @Override
  public int maxMemoryMebibytes() {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .findFirst()
          .map(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024)
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean alive() {
    return open.get() && process.isAlive();
  }

  @Override
  public long pid() {
    return process.pid();
  }
}
