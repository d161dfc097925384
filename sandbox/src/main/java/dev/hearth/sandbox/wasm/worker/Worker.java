package dev.hearth.sandbox.wasm.worker;

import dev.hearth.javaruntime.Json;
import dev.hearth.javaruntime.Platform;
import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.Rehearsal;
import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Runs one module's events, each in an instance of its own.
///
/// It starts without any module, asks the platform for one (GET /hearth/park), loads what was
/// compiled outside, and answers events until it is killed. One that is parked for a certain module
/// has loaded it before it asks. Source: AWS Lambda Developer Guide, "Using the Lambda runtime API
/// for custom runtimes".
public final class Worker {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String NEXT = INVOCATION + "next";
  private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String FUNCTION_ERROR = "Lambda-Runtime-Function-Error-Type: ";

  /// What leads to the module, and is none of its business.
  private static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

  /// How Endive's parser tells modules apart, which nothing here asks for: interpreted, as it is
  /// the first time, SHA-256 takes longer than all else that the parser does.
  private static final String DIGEST = "run.endive.wasm.Parser.DIGEST_ALGORITHM";

  static final String TASK_ROOT = "LAMBDA_TASK_ROOT";

  /// The folder beside this program's archive with the module that is rehearsed with.
  public static final String REHEARSAL = "rehearsal";

  /// Its first argument where it is parked for a module; the second is the folder of that.
  public static final String HOLD = "hold";

  /// Interpreted modules are parsed by recursion.
  private static final long LOADING_STACK_BYTES = 16L << 20;

  private final Platform platform;
  private final OutputStream log;

  private Worker(Platform platform, OutputStream log) {
    this.platform = platform;
    this.log = log;
  }

  /// @param arguments `rehearse` ends it where it would ask for its module; `at-once` leaves out
  ///   what only a process does that waits; see [#HOLD]
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var mode = arguments.length > 0 ? arguments[0] : "";
    System.setProperty(DIGEST, "none");
    Rehearsal.done();
    if (!mode.equals("at-once")) {
      var archive = Path.of(Objects.requireNonNull(System.getProperty("java.class.path")));
      rehearse(archive.resolveSibling(REHEARSAL), OutputStream.nullOutputStream());
    }
    if (mode.equals("rehearse")) {
      return;
    }
    var held = mode.equals(HOLD) ? hold(Path.of(arguments[1])) : null;
    if (!mode.equals("at-once")) {
      System.gc(); // it keeps what it has; this takes no function's time
    }
    var platform = new Platform(System.getenv().getOrDefault(RUNTIME_API, ""));
    new Worker(platform, new FileOutputStream(FileDescriptor.err)).run(held);
  }

  /// Does once what comes before the first answers, so that it need not be loaded and linked then.
  ///
  /// @param folder of the compiled module
  /// @param out what it would tell the platform
  /// @throws IOException where the module cannot be loaded, too
  static void rehearse(Path folder, OutputStream out) throws IOException, InterruptedException {
    var platform = new Platform("rehearsal", new RehearsedAnswers(folder), out);
    var worker = new Worker(platform, OutputStream.nullOutputStream());
    try {
      var environment = platform.function();
      worker.serve(new Rounds(load(folder), environment, worker.log));
    } catch (EOFException _) {
      // it has come to the end of the answers
    }
  }

  /// Loads a module and makes an instance of it, for none of its events yet: nothing of its code
  /// runs.
  static CompiledModule hold(Path folder) throws IOException, InterruptedException {
    var module = load(folder);
    Rounds.prepare(module);
    return module;
  }

  /// @param held the module that this function has, if it is loaded
  private void run(@Nullable CompiledModule held) throws IOException, InterruptedException {
    var environment = platform.function();
    environment.remove(RUNTIME_API);
    var folder = Path.of(String.valueOf(environment.remove(TASK_ROOT)));
    CompiledModule module;
    try {
      module = held == null ? load(folder) : held;
    } catch (IOException e) {
      platform.post(
          INIT_ERROR,
          JSON + FUNCTION_ERROR + "Runtime.InvalidModule\r\n",
          error("Runtime.InvalidModule", String.valueOf(e.getMessage())));
      System.exit(1);
      return;
    }
    serve(new Rounds(module, environment, log));
  }

  private static CompiledModule load(Path folder) throws IOException, InterruptedException {
    try {
      var stored = StoredModule.of(Files.readAllBytes(folder.resolve(StoredModule.FILE)));
      var loading = new FutureTask<>(stored::load);
      Thread.ofPlatform().name("load").stackSize(LOADING_STACK_BYTES).start(loading);
      return loading.get();
    } catch (IOException | ExecutionException e) {
      throw new IOException("The module cannot be loaded: " + e.getMessage(), e);
    }
  }

  private void serve(Rounds rounds) throws IOException, InterruptedException {
    var event = platform.get(NEXT);
    while (true) {
      var requestId = event.headers().getOrDefault("lambda-runtime-aws-request-id", "");
      var path = INVOCATION + requestId;
      switch (rounds.run(event.body(), requestId, event.headers())) {
        case Round.Answered(byte[] answer) ->
            event = platform.postThenGet(path + "/response", JSON, answer, NEXT);
        case Round.Failed(var type, var message) -> {
          platform.post(
              path + "/error", JSON + FUNCTION_ERROR + type + "\r\n", error(type, message));
          event = platform.get(NEXT);
        }
        case Round.Lost _ -> Runtime.getRuntime().halt(1); // it may have left anything half done
      }
    }
  }

  private static byte[] error(String type, String message) {
    return Json.bytes(Map.of("errorType", type, "errorMessage", message));
  }
}
