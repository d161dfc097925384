package dev.hearth.sandbox.wasm;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.StoredModule;
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

/// The modules of this node's functions, each compiled once and kept on disk.
///
/// Code is kept unpacked in folders named by its hash, so that a file's path tells its content.
/// What was not used for the longest time is compiled again when it is needed.
public final class Modules {
  /// What all that this process has loaded may have in binary size, in bytes. The JVM's code for it
  /// takes about five times as much.
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
  private final ModuleStore store;
  private final AtomicInteger compilers = new AtomicInteger();
  private final Compilation compilation = new Compilation(COMPILE_LIMIT, compilers);
  private final Semaphore turn = new Semaphore(1, true); // one at a time: each needs much memory
  private final Map<Path, CompiledModule> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Path, String> keys = new HashMap<>();
  private final Map<Path, String> refused = new HashMap<>(); // all three guarded by this

  /// Takes modules as large as the Java heap allows to compile.
  ///
  /// @param folder where compiled modules are kept, Hearth's own
  public Modules(Path folder) {
    this(Math.min(LARGEST_MODULE_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE), folder);
  }

  /// @param mostBytes of a module's binary
  Modules(long mostBytes, Path folder) {
    this.mostBytes = mostBytes;
    this.store = new ModuleStore(folder);
  }

  /// Checks that the module which `handler` names can be run in this process, and makes it ready.
  ///
  /// @param handler `app` or `app.wasm` of the file `app.wasm`
  /// @param code the function's unpacked package
  /// @throws ServiceException `InvalidParameterValueException`
  public void check(String handler, Path code) {
    load(handler, code);
  }

  /// The folder with the compiled module, which a worker loads it from; this process loads none of
  /// its code.
  ///
  /// @throws ServiceException as [#check]
  public Path folder(String handler, Path code) {
    var file = file(handler, code);
    var known = known(file).flatMap(store::find);
    return known.isPresent() ? known.get() : inTurn(() -> stored(file).folder());
  }

  /// The module, if it need not be loaded first.
  Optional<CompiledModule> ready(String handler, Path code) {
    return loaded(file(handler, code));
  }

  CompiledModule load(String handler, Path code) {
    var file = file(handler, code);
    var _ = known(file); // which may be refused
    var found = loaded(file);
    return found.isPresent()
        ? found.get()
        : inTurn(
            () -> {
              var meanwhile = loaded(file);
              return meanwhile.isPresent() ? meanwhile.get() : load(file);
            });
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T inTurn(Work<T> work) {
    try {
      if (!turn.tryAcquire(TURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        return work.run();
      } finally {
        turn.release();
      }
    } catch (IOException e) {
      throw new ServiceException(
          "ServiceException", 500, "The function's code is unreadable, or cannot be kept.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ServiceException busy() {
    return new ServiceException(
        "ServiceException", 500, "This node compiles other modules for too long. Try again.");
  }

  private synchronized Optional<CompiledModule> loaded(Path file) {
    return Optional.ofNullable(kept.get(file));
  }

  /// The key of a file that was read before.
  private synchronized Optional<String> known(Path file) {
    var reason = refused.get(file);
    if (reason != null) {
      throw refusal(reason);
    }
    return Optional.ofNullable(keys.get(file));
  }

  private record Stored(Path folder, StoredModule module) {}

  /// The module as it is kept; compiled where it is not.
  private Stored stored(Path file) throws IOException, InterruptedException {
    var _ = known(file);
    return refusing(
        file,
        () -> {
          if (Files.size(file) > mostBytes) {
            throw new InvalidModuleException("is larger than " + mostBytes + " bytes");
          }
          var binary = Files.readAllBytes(file);
          var key = ModuleStore.key(binary);
          var found = store.read(key);
          var module = found.isPresent() ? found.get() : compile(binary);
          var folder = found.isPresent() ? store.find(key) : Optional.<Path>empty();
          var place = folder.isPresent() ? folder.get() : store.write(key, module);
          synchronized (this) {
            forget();
            keys.put(file, key);
          }
          return new Stored(place, module);
        });
  }

  private StoredModule compile(byte[] binary) throws InterruptedException {
    if (compilers.get() >= MOST_COMPILERS) {
      throw busy();
    }
    return compilation.compile(binary);
  }

  private CompiledModule load(Path file) throws IOException, InterruptedException {
    var stored = stored(file).module();
    var module = refusing(file, () -> compilation.load(stored));
    synchronized (this) {
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

  /// Remembers what is no module that can be run.
  private <T> T refusing(Path file, Work<T> work) throws IOException, InterruptedException {
    try {
      return work.run();
    } catch (InvalidModuleException e) {
      var reason = "The module " + file.getFileName() + " " + e.getMessage() + ".";
      synchronized (this) {
        forget();
        refused.put(file, reason);
      }
      throw refusal(reason);
    }
  }

  /// Drops what belongs to code that is no more.
  private synchronized void forget() {
    kept.keySet().removeIf(file -> !Files.exists(file));
    keys.keySet().removeIf(file -> !Files.exists(file));
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
