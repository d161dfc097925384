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
import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.Failure;
import dev.hearth.sandbox.wasm.guest.Guest;
import dev.hearth.sandbox.wasm.guest.GuestSettings;
import dev.hearth.sandbox.wasm.guest.InvocationVariables;
import dev.hearth.sandbox.wasm.guest.LogQueue;
import dev.hearth.sandbox.wasm.guest.Outcome;
import dev.hearth.sandbox.wasm.guest.Strings;
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
    variables.addAll(Strings.environment(variables(invocation).toMap()));
    var settings =
        new GuestSettings(
            invocation.payload().bytes(),
            arguments,
            variables,
            GuestSettings.pages(spec.memoryMebibytes()),
            GuestSettings.MOST_OUTPUT_BYTES,
            driver.random());
    guest = driver.begin(compiled, settings);
    return guest;
  }

  private InvocationVariables variables(Invocation invocation) {
    var deadline = driver.clock().instant().plus(spec.timeout());
    return new InvocationVariables(
        invocation.requestId(),
        invocation.functionArn(),
        Long.toString(deadline.toEpochMilli()),
        invocation.traceId(),
        invocation.clientContext(),
        invocation.cognitoIdentity(),
        invocation.tenantId());
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
          var duration = since(started);
          return Failure.of(guest.ended())
              .map(failure -> failed(guest, invocation, failure, duration))
              .orElseGet(() -> run(guest, duration));
        }
        lines.accept(ByteBuffer.wrap(chunk));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      guest.kill();
      return new Run.Crashed("signal: killed", false, since(started));
    }
  }

  private static Run run(Guest guest, Duration duration) {
    if (guest.ended() instanceof Outcome.Killed) {
      return new Run.Crashed("signal: killed", false, duration);
    }
    return guest.output().size() > GuestSettings.MOST_OUTPUT_BYTES
        ? new Run.TooLarge(guest.output().size(), GuestSettings.MOST_OUTPUT_BYTES, duration)
        : new Run.Succeeded(Payload.of(guest.output().bytes()), "application/json", duration);
  }

  /// The function failed, and can be called again: nothing of the failed instance is left. What it
  /// had answered so far is no answer, and so goes to the log.
  private Run failed(Guest guest, Invocation invocation, Failure failure, Duration duration) {
    var lines = new LineSplitter(driver.clock(), log);
    lines.accept(ByteBuffer.wrap(guest.output().bytes()));
    lines.flush();
    var message = failure.message(invocation.requestId());
    log.accept(driver.clock().instant(), message + "\n" + failure.type());
    return new Run.Failed(error(failure.type(), message), failure.type(), duration);
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
    return GuestSettings.mebibytes(mostPages);
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
