package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.rules.RequestConcurrency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A driver whose sandboxes run Java functions in the test's own process.
final class FakeDriver implements Driver {
  /// What a sandbox does with an event.
  interface Handler {
    Run handle(FakeSandbox sandbox, Invocation invocation);
  }

  final List<FakeSandbox> started = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  volatile boolean initialises = true;
  volatile Handler handler = (_, invocation) -> answered(invocation.payload());

  static Run answered(Payload payload) {
    return new Run.Succeeded(payload, "application/json", Duration.ofNanos(1_234_567));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String runtimeVersion(String runtime) {
    return "python3.11 (" + runtime + " runs on python3.11)";
  }

  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    var sandbox = new FakeSandbox("fake-" + ids.incrementAndGet(), spec, log);
    started.add(sandbox);
    return sandbox;
  }

  @Override
  public Map<String, Integer> parked() {
    return Map.of();
  }

  @Override
  public void close() {
    started.forEach(FakeSandbox::close);
  }

  long living() {
    return started.stream().filter(FakeSandbox::alive).count();
  }

  final class FakeSandbox implements Sandbox {
    private final String id;
    private final SandboxSpec spec;
    final LogSink log;
    final List<PlatformEvent> told = new CopyOnWriteArrayList<>();
    volatile boolean alive = true;

    /// How extensions finish; none are there where it is null.
    volatile @Nullable Supplier<@Nullable Run> settlement;

    FakeSandbox(String id, SandboxSpec spec, LogSink log) {
      this.id = id;
      this.spec = spec;
      this.log = log;
    }

    void print(String line) {
      log.accept(Instant.EPOCH, line);
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
    public int concurrency() {
      return RequestConcurrency.inside(spec.environment());
    }

    @Override
    public void awaitInitialised() {}

    @Override
    public Run run(Invocation invocation) {
      return handler.handle(this, invocation);
    }

    @Override
    public boolean settled() {
      return settlement == null;
    }

    @Override
    public @Nullable Run awaitSettled() {
      return settlement == null ? null : settlement.get();
    }

    @Override
    public void tell(Instant time, PlatformEvent event) {
      told.add(event);
    }

    @Override
    public @Nullable Duration initDuration() {
      return initialises ? Duration.ofMillis(20) : null;
    }

    @Override
    public @Nullable Duration restoreHooksDuration() {
      boolean copied = spec.initializationType().equals(SandboxSpec.SNAP_START);
      return copied && initialises ? Duration.ofNanos(3_400_000) : null;
    }

    @Override
    public int maxMemoryMebibytes() {
      return 36;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public void close() {
      alive = false;
    }
  }
}
