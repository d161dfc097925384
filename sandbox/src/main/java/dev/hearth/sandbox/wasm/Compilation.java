package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.linux.Niceness;
import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/// Makes JVM code of a module's binary. No class is defined here: what comes out is bytes.
///
/// On a thread of its own, with a limit of time, little of the processor and a stack of its own
/// size: what is compiled may come from an enemy of compilers.
///
/// @param limit of time
/// @param compilers counts those at work; one that takes too long is, until it ends by itself
record Compilation(Duration limit, AtomicInteger compilers) {
  /// Blocks may be nested, which the compiler follows by recursion.
  private static final long STACK_BYTES = 16L << 20;

  private static final int NICE = 10;

  /// @throws InvalidModuleException where there is something wrong with it, or it takes too long
  StoredModule compile(byte[] binary) throws InterruptedException {
    return run(() -> compiled(binary));
  }

  /// Has this JVM take the code.
  ///
  /// @throws InvalidModuleException as above
  CompiledModule load(StoredModule stored) throws InterruptedException {
    return run(() -> loaded(stored));
  }

  private <T> T run(Callable<T> work) throws InterruptedException {
    var task = new FutureTask<>(work);
    Thread.ofPlatform()
        .name("wasm-compiler")
        .daemon()
        .stackSize(STACK_BYTES)
        .start(
            () -> {
              compilers.incrementAndGet();
              try {
                Niceness.set(NICE);
                task.run();
              } finally {
                compilers.decrementAndGet();
              }
            });
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new InvalidModuleException("takes more than " + limit.toSeconds() + " s to compile", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof InvalidModuleException invalid
          ? invalid
          : new InvalidModuleException("cannot be compiled", e);
    }
  }

  private static StoredModule compiled(byte[] binary) {
    try {
      var module = Parser.parse(binary);
      var _ = ModuleCheck.check(module);
      return stored(module, binary);
    } catch (WasmEngineException e) {
      throw new InvalidModuleException("is not valid WebAssembly: " + shown(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new InvalidModuleException("needs more memory to compile than this node has", e);
    } catch (StackOverflowError e) {
      throw new InvalidModuleException("is nested too deeply", e);
    } catch (InvalidModuleException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new InvalidModuleException("is not valid WebAssembly", e);
    }
  }

  private static CompiledModule loaded(StoredModule stored) {
    try {
      return stored.load();
    } catch (ReflectiveOperationException
        | WasmEngineException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      throw new InvalidModuleException("cannot be loaded", e);
    }
  }

  private static String shown(@Nullable String message) {
    var safe = String.valueOf(message).replaceAll("[^\\x20-\\x7e]", "?");
    return safe.length() > 200 ? safe.substring(0, 200) + "…" : safe;
  }

  private static StoredModule stored(WasmModule module, byte[] binary) {
    try {
      return stored(module, InterpreterFallback.FAIL, Binaries.withoutCode(binary), binary.length);
    } catch (WasmEngineException e) {
      // Some function is larger than a method can be: such are interpreted, from their bodies.
      return stored(module, InterpreterFallback.SILENT, binary, binary.length);
    }
  }

  private static StoredModule stored(
      WasmModule module, InterpreterFallback fallback, byte[] declared, long size) {
    var classes =
        Compiler.builder(module)
            .withInterpreterFallback(fallback)
            .withClassCollectorFactory(ByteClassCollector::new)
            .build()
            .compile()
            .collector();
    var named = new TreeMap<String, byte[]>();
    classes
        .classBytes()
        .forEach(
            (name, bytes) -> {
              if (!SharedCode.holds(name)) {
                named.put(name.replace('/', '.'), SharedCode.referredTo(bytes));
              }
            });
    return new StoredModule(classes.mainClassName(), declared, named, size);
  }
}
