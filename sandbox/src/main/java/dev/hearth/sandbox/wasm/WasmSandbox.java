package dev.hearth.sandbox.wasm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.logs.LineSplitter;
import dev.hearth.sandbox.runtime.RuntimeEnvironment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What a function's invocations have in common: its compiled module and its environment. Between
/// invocations there is no instance, and so next to nothing in memory.
final class WasmSandbox implements Sandbox {
  /// Lambda's limit of a response: 6 MiB and 100 bytes.
  static final int MOST_OUTPUT_BYTES = 6 * 1024 * 1024 + 100;

  private static final int PAGES_PER_MEBIBYTE = 16;
  private static final int MOST_PAGES = 32_767; // what a signed 32-bit address reaches

  private final String id;
  private final SandboxSpec spec;
  private final LogSink log;
  private final Modules modules;
  private final WasmDriver driver;
  private final Runnable onClose;
  private final List<byte[]> environment;
  private final List<byte[]> arguments;
  private final CompletableFuture<CompiledModule> module = new CompletableFuture<>();
  private volatile @Nullable Duration initDuration;
  private volatile int mostPages;
  private @Nullable Guest guest; // guarded by this
  private boolean closed; // guarded by this

  /// @param onClose called once
  WasmSandbox(
      String id,
      SandboxSpec spec,
      LogSink log,
      Modules modules,
      WasmDriver driver,
      Runnable onClose) {
    this.id = id;
    this.spec = spec;
    this.log = log;
    this.modules = modules;
    this.driver = driver;
    this.onClose = onClose;
    this.environment = Strings.environment(RuntimeEnvironment.ofModule(spec));
    this.arguments = List.of(Strings.terminated(spec.handler()));
  }

  /// Takes the module where it is compiled already; begins to compile it where it is not.
  void initialise() {
    long started = System.nanoTime();
    try {
      var ready = modules.ready(spec.handler(), spec.code());
      if (ready.isPresent()) {
        initialised(ready.get(), started);
        return;
      }
    } catch (ServiceException e) {
      module.completeExceptionally(e);
      return;
    }
    Thread.ofVirtual()
        .name(id + "-init")
        .start(
            () -> {
              try {
                initialised(modules.load(spec.handler(), spec.code()), started);
              } catch (RuntimeException e) {
                module.completeExceptionally(e);
              }
            });
  }

  private void initialised(CompiledModule compiled, long started) {
    initDuration = since(started);
    module.complete(compiled);
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Override
  public void awaitInitialised() {
    try {
      module.join();
    } catch (CompletionException _) {
      // the next run tells
    }
  }

  @Override
  public Run run(Invocation invocation) {
    CompiledModule compiled;
    try {
      compiled = module.join();
    } catch (CompletionException e) {
      close();
      var message = e.getCause() instanceof ServiceException refusal ? refusal.getMessage() : null;
      return new Run.InitFailed(
          error("Runtime.InvalidModule", message == null ? "The module is unusable." : message),
          "Runtime.InvalidModule",
          Duration.ZERO);
    }
    long started = System.nanoTime();
    var begun = begin(compiled, invocation);
    if (begun == null) {
      return new Run.Crashed("signal: killed", false, since(started));
    }
    var run = await(begun, invocation, started);
    end(run);
    log.platform(
        driver.clock().instant(),
        new PlatformEvent.RuntimeDone(
            invocation.requestId(),
            run.status(),
            run.errorType(),
            run.duration(),
            run instanceof Run.Succeeded answer ? answer.payload().size() : 0,
            invocation.traceId(),
            List.of()));
    return run;
  }

  private synchronized @Nullable Guest begin(CompiledModule compiled, Invocation invocation) {
    if (closed) {
      return null;
    }
    var variables = new ArrayList<>(environment);
    variables.addAll(Strings.environment(InvocationVariables.of(invocation, deadline())));
    var settings =
        new GuestSettings(
            invocation.payload(),
            arguments,
            variables,
            Math.min(spec.memoryMebibytes() * PAGES_PER_MEBIBYTE, MOST_PAGES),
            MOST_OUTPUT_BYTES,
            driver.random());
    guest = driver.begin(compiled, settings);
    return guest;
  }

  private Instant deadline() {
    return driver.clock().instant().plus(spec.timeout());
  }

  private synchronized void end(Run run) {
    guest = null;
    if (!run.reusable()) {
      close();
    }
  }

  /// Passes on the log until the guest ends, or is ended.
  private Run await(Guest guest, Invocation invocation, long started) {
    var lines = new LineSplitter(driver.clock(), log);
    long limit = spec.timeout().toNanos();
    try {
      while (true) {
        var chunk = guest.log().poll(limit - (System.nanoTime() - started));
        if (chunk == null) {
          guest.kill();
          lines.flush();
          return new Run.TimedOut(spec.timeout(), since(started));
        }
        if (chunk.length == LogQueue.END.length) {
          lines.flush();
          mostPages = Math.max(mostPages, guest.pages());
          return run(guest, invocation, since(started));
        }
        lines.accept(ByteBuffer.wrap(chunk));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      guest.kill();
      return new Run.Crashed("signal: killed", false, since(started));
    }
  }

  private Run run(Guest guest, Invocation invocation, Duration duration) {
    return switch (guest.ended()) {
      case Outcome.Exited(int status) when status == 0 ->
          guest.output().size() > MOST_OUTPUT_BYTES
              ? new Run.TooLarge(guest.output().size(), MOST_OUTPUT_BYTES, duration)
              : new Run.Succeeded(Payload.of(guest.output().bytes()), "application/json", duration);
      case Outcome.Exited(int status) ->
          failed(
              guest,
              invocation,
              "Runtime.ExitError",
              "Runtime exited with error: exit status " + Integer.toUnsignedString(status),
              duration);
      case Outcome.Trapped(String reason) ->
          failed(guest, invocation, "Runtime.Trap", "The module trapped: " + reason, duration);
      case Outcome.OutOfMemory(String reason) ->
          failed(guest, invocation, "Runtime.OutOfMemory", reason, duration);
      case Outcome.Killed() -> new Run.Crashed("signal: killed", false, duration);
    };
  }

  /// The function failed, and can be called again: nothing of the failed instance is left. What it
  /// had answered so far is no answer, and so goes to the log.
  private Run failed(
      Guest guest, Invocation invocation, String type, String reason, Duration duration) {
    var lines = new LineSplitter(driver.clock(), log);
    lines.accept(ByteBuffer.wrap(guest.output().bytes()));
    lines.flush();
    var message = "RequestId: " + invocation.requestId() + " Error: " + reason;
    log.accept(driver.clock().instant(), message + "\n" + type);
    return new Run.Failed(error(type, message), type, duration);
  }

  private static Payload error(String type, String message) {
    return Payload.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("errorType", type)
            .put("errorMessage", message)
            .toString());
  }

  @Override
  public boolean settled() {
    return true; // there are no extensions
  }

  @Override
  public @Nullable Run awaitSettled() {
    return null;
  }

  @Override
  public void tell(Instant time, PlatformEvent event) {} // there is nobody to tell

  @Override
  public @Nullable Duration initDuration() {
    return initDuration;
  }

  /// Of the linear memory; the code is shared by all sandboxes of the version.
  @Override
  public int maxMemoryMebibytes() {
    return Math.ceilDiv(mostPages, PAGES_PER_MEBIBYTE);
  }

  @Override
  public synchronized boolean alive() {
    return !closed;
  }

  /// This process: a guest is no process of its own.
  @Override
  public long pid() {
    return ProcessHandle.current().pid();
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
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (guest != null) {
        guest.kill();
      }
    }
    onClose.run();
  }
}
