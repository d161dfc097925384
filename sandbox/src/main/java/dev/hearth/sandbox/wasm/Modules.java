package dev.hearth.sandbox.wasm;

import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The modules of this node's functions, each compiled once.
///
/// Code is kept unpacked in folders named by its hash, so that a file's path tells its content.
/// What was not used for the longest time is compiled again when it is needed; so is everything
/// after a restart.
public final class Modules {
  /// What all that is kept may have in binary size, in bytes. The JVM's code for it takes about
  /// five times as much.
  private static final long MOST_KEPT_BYTES = 64L << 20;

  private static final long LARGEST_MODULE_BYTES = 32L << 20;

  /// To compile a module takes up to eighty times its size of the Java heap, of which the server
  /// has need, too.
  private static final int HEAP_SHARE = 128;

  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(1);
  private static final Duration TURN_LIMIT = Duration.ofMinutes(2);

  /// At work at once: one that is waited for, and others that were given up and have not noticed.
  private static final int MOST_COMPILERS = 3;

  private final long mostBytes;
  private final AtomicInteger compilers = new AtomicInteger();
  private final Semaphore turn = new Semaphore(1, true); // one at a time: each needs much memory
  private final Map<Path, CompiledModule> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Path, String> refused = new HashMap<>(); // both guarded by this

  /// Takes modules as large as the Java heap allows to compile.
  public Modules() {
    this(Math.min(LARGEST_MODULE_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
  }

  /// @param mostBytes of a module's binary
  Modules(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Checks that the module which `handler` names can be run here, and compiles it.
  ///
  /// @param handler `app` or `app.wasm` of the file `app.wasm`
  /// @param code the function's unpacked package
  /// @throws ServiceException `InvalidParameterValueException`
  public void check(String handler, Path code) {
    load(handler, code);
  }

  /// The module, if it need not be compiled first.
  Optional<CompiledModule> ready(String handler, Path code) {
    var file = file(handler, code);
    synchronized (this) {
      return Optional.ofNullable(kept.get(file));
    }
  }

  CompiledModule load(String handler, Path code) {
    var file = file(handler, code);
    var found = find(file);
    if (found.isPresent()) {
      return found.get();
    }
    try {
      if (!turn.tryAcquire(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        var meanwhile = find(file);
        return meanwhile.isPresent() ? meanwhile.get() : compile(file);
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ServiceException busy() {
    return new ServiceException(
        "ServiceException", 500, "This node compiles other modules for too long. Try again.");
  }

  private synchronized Optional<CompiledModule> find(Path file) {
    var reason = refused.get(file);
    if (reason != null) {
      throw refusal(reason);
    }
    return Optional.ofNullable(kept.get(file));
  }

  private CompiledModule compile(Path file) throws InterruptedException {
    if (compilers.get() >= MOST_COMPILERS) {
      throw busy();
    }
    CompiledModule module;
    try {
      if (Files.size(file) > mostBytes) {
        throw new InvalidModuleException("is larger than " + mostBytes + " bytes");
      }
      module = Compilation.compile(Files.readAllBytes(file), COMPILE_LIMIT, compilers);
    } catch (InvalidModuleException e) {
      var reason = "The module " + file.getFileName() + " " + e.getMessage() + ".";
      synchronized (this) {
        forget();
        refused.put(file, reason);
      }
      throw refusal(reason);
    } catch (IOException e) {
      throw new ServiceException("ServiceException", 500, "The function's code is unreadable.", e);
    }
    synchronized (this) {
      forget();
      kept.put(file, module);
      var eldest = kept.entrySet().iterator();
      long bytes = kept.values().stream().mapToLong(CompiledModule::sizeBytes).sum();
      while (bytes > MOST_KEPT_BYTES) {
        bytes -= eldest.next().getValue().sizeBytes();
        eldest.remove();
      }
    }
    return module;
  }

  /// Drops what belongs to code that is no more.
  private synchronized void forget() {
    kept.keySet().removeIf(file -> !Files.exists(file));
    refused.keySet().removeIf(file -> !Files.exists(file));
  }

  private static Path file(String handler, Path code) {
    var name = handler.endsWith(".wasm") ? handler : handler + ".wasm";
    try {
      var file = code.resolve(name).normalize();
      if (file.startsWith(code)
          && Files.isRegularFile(file)
          && file.toRealPath().startsWith(code.toRealPath())) {
        return file;
      }
    } catch (InvalidPathException | IOException _) {
      // as if it were not there
    }
    throw refusal(
        "The handler names the module " + name + ", which the function's package does not hold.");
  }

  private static ServiceException refusal(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message);
  }
}
