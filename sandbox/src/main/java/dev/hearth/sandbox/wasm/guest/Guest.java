package dev.hearth.sandbox.wasm.guest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/// One run of a module, in an instance of its own.
public final class Guest {
  private static final System.Logger LOG = System.getLogger(Guest.class.getName());

  /// Entries of one table, which take about 12 bytes each.
  public static final int MOST_TABLE_ENTRIES = 100_000;

  private final CompiledModule module;
  private final GuestSettings settings;
  private final GuestTime time;
  private final MemoryBudget budget;
  private final GuestRandom random;
  private final Output output;
  private final LogQueue log = new LogQueue();

  // Of the guest's thread.
  private @Nullable LinearMemory memory;
  private @Nullable Streams streams;

  // Written by the guest's thread before the end of its log, read by others after it.
  private volatile Outcome outcome = new Outcome.Killed();
  private volatile int pages;

  private final Object life = new Object();
  private @Nullable Thread thread; // guarded by life
  private boolean killed; // guarded by life

  public Guest(CompiledModule module, GuestSettings settings, GuestTime time, MemoryBudget budget) {
    this.module = module;
    this.settings = settings;
    this.time = time;
    this.budget = budget;
    this.random = settings.random();
    this.output = new Output(settings.outputBytes());
  }

  /// Runs it on the calling thread, to its end. Throws nothing, whatever the guest does.
  @SuppressWarnings("Interruption") // the flag is this guest's, and must not meet the next one
  public void run() {
    try {
      if (live()) {
        outcome = outcome();
      }
    } catch (Throwable _) {
      // There was not even what its end needs of stack or heap: it stays killed.
    } finally {
      log.end();
      synchronized (life) {
        thread = null;
        Thread.interrupted();
      }
    }
  }

  /// Makes an instance, in place of [#run], and drops it, so that the next one takes less time.
  /// Does nothing where code of the module's would run by that.
  public void prepare() {
    if (module.module().startSection().isPresent()) {
      return;
    }
    try {
      var _ = instantiate();
    } catch (RuntimeException | Error _) {
      // Its first event will tell.
    } finally {
      if (memory != null) {
        memory.close();
      }
    }
  }

  private boolean live() {
    synchronized (life) {
      thread = killed ? null : Thread.currentThread();
      return !killed;
    }
  }

  private Outcome outcome() {
    try {
      instantiate().export("_start").apply();
      return new Outcome.Exited(0);
    } catch (ExitException e) {
      return new Outcome.Exited(e.status());
    } catch (WasmInterruptedException e) {
      return new Outcome.Killed();
    } catch (OutOfMemoryException e) {
      return new Outcome.OutOfMemory(String.valueOf(e.getMessage()));
    } catch (WasmEngineException | ArithmeticException e) {
      return new Outcome.Trapped(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return new Outcome.Trapped("call stack exhausted");
    } catch (OutOfMemoryError e) {
      return new Outcome.OutOfMemory("This node has no memory left for WebAssembly functions.");
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.log(System.Logger.Level.WARNING, "a WebAssembly module ended in an unforeseen way", e);
      return new Outcome.Trapped(e.getClass().getSimpleName());
    } finally {
      if (memory != null) {
        pages = memory.pages();
        memory.close();
      }
    }
  }

  private Instance instantiate() {
    var imports =
        module.imports().stream().map(name -> Wasi.bind(name, this)).toArray(HostFunction[]::new);
    return Instance.builder(module.module())
        .withMachineFactory(module.machine())
        .withMemoryFactory(this::allocate)
        .withTableFactory(Guest::table)
        .withImportValues(ImportValues.builder().addFunction(imports).build())
        .withStart(false) // the section `start` runs nevertheless, and `_start` below
        .build();
  }

  private Memory allocate(MemoryLimits limits) {
    var made = new LinearMemory(limits, module.data(), settings.memoryPages(), budget);
    memory = made;
    streams = new Streams(made, settings.event(), output, log);
    return made;
  }

  /// A table whose limits are its own: growing would else change what the module declares.
  private static TableInstance table(Table declared, int initial) {
    var limits = declared.limits();
    var own = new TableLimits(limits.min(), Math.min(limits.max(), MOST_TABLE_ENTRIES));
    return new TableInstance(
        new Table(declared.elementType(), own, declared.initialize()), initial);
  }

  /// Ends it, from any thread and at any time: its code looks for that in each loop and at each
  /// call, and whatever waits is woken.
  public void kill() {
    synchronized (life) {
      killed = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  public LogQueue log() {
    return log;
  }

  /// Once the log has come to its end.
  public Outcome ended() {
    return outcome;
  }

  public Output output() {
    return output;
  }

  /// The most memory it had, once the log has come to its end.
  public int pages() {
    return pages;
  }

  // For its calls, on its own thread.

  Memory memory() {
    return required(memory);
  }

  Streams streams() {
    return required(streams);
  }

  private static <T> T required(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("a module that imports anything has a memory");
    }
    return made;
  }

  GuestTime time() {
    return time;
  }

  List<byte[]> arguments() {
    return settings.arguments();
  }

  List<byte[]> environment() {
    return settings.environment();
  }

  /// `random_get`.
  int random(int address, int size) {
    long left = Integer.toUnsignedLong(size);
    int at = address;
    while (left > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new WasmInterruptedException("killed");
      }
      var bytes = random.next();
      int piece = (int) Math.min(left, bytes.length);
      memory().write(at, bytes, 0, piece);
      at += piece;
      left -= piece;
    }
    return Errno.SUCCESS;
  }
}
