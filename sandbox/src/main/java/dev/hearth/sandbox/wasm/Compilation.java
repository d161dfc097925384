package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.linux.Niceness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.FunctionBody;

/// Makes JVM code of a module's binary.
///
/// On a thread of its own, with a limit of time, little of the processor and a stack of its own
/// size: what is compiled may come from an enemy of compilers.
final class Compilation {
  /// Blocks may be nested, which the compiler follows by recursion.
  private static final long STACK_BYTES = 16L << 20;

  private static final int NICE = 10;

  private Compilation() {}

  /// @param compilers counts those at work; one that takes too long is, until it ends by itself
  /// @throws InvalidModuleException where there is something wrong with it, or it takes too long
  static CompiledModule compile(byte[] binary, Duration limit, AtomicInteger compilers)
      throws InterruptedException {
    var task = new FutureTask<>(() -> compile(binary));
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

  private static CompiledModule compile(byte[] binary) {
    try {
      var module = Parser.parse(binary);
      var imports = ModuleCheck.check(module);
      var data = module.dataSection().dataSegments();
      var bytes = Arrays.stream(data).map(DataSegment::data).toList();
      return compiled(module, bytes, imports, binary.length);
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

  private static String shown(@Nullable String message) {
    var safe = String.valueOf(message).replaceAll("[^\\x20-\\x7e]", "?");
    return safe.length() > 200 ? safe.substring(0, 200) + "…" : safe;
  }

  private static CompiledModule compiled(
      WasmModule module, List<byte[]> data, List<String> imports, long size) {
    try {
      var machine = machine(module, InterpreterFallback.FAIL);
      return new CompiledModule(withoutCode(module), machine, data, imports, size);
    } catch (WasmEngineException e) {
      // Some function is larger than a method can be: such are interpreted, from their bodies.
      var machine = machine(module, InterpreterFallback.SILENT);
      return new CompiledModule(module, machine, data, imports, size);
    }
  }

  private static Function<Instance, Machine> machine(
      WasmModule module, InterpreterFallback fallback) {
    var factory =
        MachineFactoryCompiler.builder(module).withInterpreterFallback(fallback).compile();
    return ((run.endive.runtime.CompiledModule) factory).machineFactory();
  }

  /// What an instance still needs of a module whose functions are compiled: all but these, which
  /// take twenty times as much memory as the binary.
  private static WasmModule withoutCode(WasmModule module) {
    var code = CodeSection.builder();
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      code.addFunctionBody(new FunctionBody(List.of(), List.of()));
    }
    var builder =
        WasmModule.builder()
            .setTypeSection(module.typeSection())
            .setImportSection(module.importSection())
            .setFunctionSection(module.functionSection())
            .setTableSection(module.tableSection())
            .setGlobalSection(module.globalSection())
            .setExportSection(module.exportSection())
            .setElementSection(module.elementSection())
            .setDataSection(module.dataSection())
            .setCodeSection(code.build())
            .withValidation(false);
    module.memorySection().ifPresent(builder::setMemorySection);
    module.startSection().ifPresent(builder::setStartSection);
    return builder.build();
  }
}
