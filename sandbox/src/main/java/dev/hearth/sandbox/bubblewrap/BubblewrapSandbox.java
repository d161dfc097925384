package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.contract.ShutdownReason;
import dev.hearth.sandbox.linux.Child;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A cell with its function.
final class BubblewrapSandbox implements Sandbox {
  private static final Logger LOG = System.getLogger(BubblewrapSandbox.class.getName());
  private static final long MEBIBYTE = 1 << 20;

  /// How long a first run, much of which is still a start, may go on without the limit of its CPU
  /// time.
  private static final Duration FULL_SPEED = Duration.ofSeconds(1);

  private final Cell cell;
  private final SandboxSpec spec;
  private final Telemetry telemetry;
  private final boolean cpuQuota;
  private final int sharedMebibytes;
  private final AtomicBoolean limiting = new AtomicBoolean();
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  BubblewrapSandbox(Cell cell, SandboxSpec spec, Telemetry telemetry, boolean cpuQuota) {
    this(cell, spec, telemetry, cpuQuota, 0);
  }

  /// @param sharedMebibytes memory that is its template's, and not counted in its own
  BubblewrapSandbox(
      Cell cell, SandboxSpec spec, Telemetry telemetry, boolean cpuQuota, int sharedMebibytes) {
    this.sharedMebibytes = sharedMebibytes;
    this.cell = cell;
    this.spec = spec;
    this.telemetry = telemetry;
    this.cpuQuota = cpuQuota;
  }

  @Override
  public String id() {
    return cell.id();
  }

  @Override
  public SandboxSpec spec() {
    return spec;
  }

  @Override
  public void awaitInitialised() {
    cell.api().awaitInitialised(spec.timeout());
    cell.output().drain();
  }

  @Override
  public Run run(Invocation invocation) {
    if (limiting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("limit-cpu").start(this::limitCpu); // the answer need not wait for it
    }
    var run = cell.api().run(invocation, spec.timeout());
    cell.output().drain();
    answered.complete(null);
    if (!run.reusable()) {
      end(ShutdownReason.after(run));
    }
    return run;
  }

  /// Once it has started: a function that never does, or never answers, must not have all it wants.
  private void limitCpu() {
    cell.api().awaitInitialised(Duration.ZERO);
    answered.completeOnTimeout(null, FULL_SPEED.toMillis(), TimeUnit.MILLISECONDS).join();
    try {
      Limits.of(spec).applyCpu(cell.group(), cpuQuota);
    } catch (IOException e) {
      if (alive()) {
        LOG.log(Level.WARNING, "the CPU time of " + id() + " is not limited", e);
      }
    }
  }

  @Override
  public @Nullable Duration initDuration() {
    return cell.api().initDuration();
  }

  @Override
  public int maxMemoryMebibytes() {
    int own = Math.toIntExact(Math.ceilDiv(cell.peakMemoryBytes(), MEBIBYTE));
    return sharedMebibytes == 0 && !spec.isModule()
        ? own
        : Math.min(own + sharedMebibytes, spec.memoryMebibytes());
  }

  @Override
  public @Nullable Duration restoreHooksDuration() {
    return cell.api().hooksDuration();
  }

  @Override
  public boolean alive() {
    return !closed.get() && cell.alive() && cell.api().usable();
  }

  @Override
  public long pid() {
    try {
      // Inside, process 1 is bubblewrap's own, which waits for orphans; the runtime is its child.
      var first = cell.firstProcess();
      return first.isPresent() ? Child.firstOf(first.getAsInt()).orElse(0) : 0;
    } catch (IOException e) {
      return 0; // it is gone
    }
  }

  @Override
  public void tell(Instant time, PlatformEvent event) {
    telemetry.tell(time, event);
  }

  @Override
  public boolean settled() {
    return cell.api().settled();
  }

  @Override
  public @Nullable Run awaitSettled() {
    var failure = cell.api().awaitSettled();
    if (failure != null) {
      end(ShutdownReason.after(failure));
    }
    return failure;
  }

  @Override
  public void close() {
    end(ShutdownReason.SPINDOWN);
  }

  private void end(ShutdownReason reason) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var limit = cell.api().shutDown(reason);
    if (limit.isZero()) {
      cell.close();
    } else {
      cell.end(limit);
    }
  }
}
