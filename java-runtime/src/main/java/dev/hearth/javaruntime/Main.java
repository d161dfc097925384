package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.javaruntime.crac.Core;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;

/// Runs a Lambda function in Java, as AWS's own runtime does.
///
/// It starts without any code, asks the platform for it (GET /hearth/park), becomes that function's
/// process, and answers events until it is killed. Sources: AWS Lambda Developer Guide, "Using the
/// Lambda runtime API for custom runtimes" and "Building Lambda functions with Java".
public final class Main {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String NEXT = INVOCATION + "next";
  private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String TRACE = "com.amazonaws.xray.traceHeader";
  private static final int STREAM_BUFFER = 8192;

  private final Platform platform;
  private final Map<String, String> environment;
  private final Log log;

  Main(Platform platform, Map<String, String> environment, Log log) {
    this.platform = platform;
    this.environment = environment;
    this.log = log;
  }

  /// @param arguments `rehearse` ends it where it would ask for its code; `at-once` says that it
  ///   was started for its function, with all that this must know in its environment
  public static void main(String[] arguments) throws Throwable {
    var mode = arguments.length > 0 ? arguments[0] : "";
    System.setOut(stream(FileDescriptor.out));
    System.setErr(stream(FileDescriptor.err));
    System.setProperty("org.crac.Core.Compat", Core.class.getPackageName());
    if (!mode.isEmpty()) {
      loadJson();
    }
    if (mode.equals("at-once")) {
      var environment = System.getenv();
      serve(new Platform(address(environment)), environment);
      return;
    }
    var start = new HashMap<>(System.getenv());
    Rehearsal.run("/");
    ProcessVariables.replace(start);
    System.gc(); // it keeps what it has; this takes no function's time
    if (mode.equals("rehearse")) {
      return;
    }
    var platform = new Platform(address(start));
    var environment = platform.function();
    ProcessVariables.replace(environment);
    serve(platform, environment);
  }

  /// What reads events takes longer to load than all else: this does it on another processor, while
  /// the function is loaded.
  private static void loadJson() {
    var thread = new Thread(() -> Json.map(Json.bytes(Map.of())), "json");
    thread.setDaemon(true);
    thread.start();
  }

  private static String address(Map<String, String> environment) {
    return environment.getOrDefault("AWS_LAMBDA_RUNTIME_API", "");
  }

  private static void serve(Platform platform, Map<String, String> environment)
      throws IOException, ReflectiveOperationException {
    var zone = environment.getOrDefault("TZ", "UTC");
    if (zone.startsWith(":")) {
      zone = zone.substring(1);
    }
    if (!zone.equals("UTC")) {
      System.setProperty("user.timezone", zone);
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
    }
    var log = new Log(System.out, environment);
    log.install();
    new Main(platform, environment, log).run();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), STREAM_BUFFER), true, UTF_8);
  }

  private void run() throws IOException {
    Handler handler;
    try {
      var loader = FunctionLoader.of(environment.getOrDefault("LAMBDA_TASK_ROOT", ""));
      Thread.currentThread().setContextClassLoader(loader);
      handler = new Handlers(loader).find(environment.getOrDefault("_HANDLER", ""));
      if ("snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
        Core.getGlobalContext().beforeCheckpoint(Core.getGlobalContext());
        Core.getGlobalContext().afterRestore(Core.getGlobalContext());
      }
    } catch (Throwable e) { // whatever a function's initialisation may throw
      log.failure(e);
      flush();
      platform.post(INIT_ERROR, errorHeaders(e), Json.bytes(ErrorDocument.of(e)));
      System.exit(1);
      return;
    }
    serve(handler);
  }

  private void serve(Handler handler) throws IOException {
    var event = platform.get(NEXT);
    while (true) {
      var requestId = event.headers().getOrDefault("lambda-runtime-aws-request-id", "");
      log.begin(requestId, event.headers().get("lambda-runtime-aws-tenant-id"));
      var trace = event.headers().get("lambda-runtime-trace-id");
      if (trace == null) {
        System.clearProperty(TRACE);
      } else {
        System.setProperty(TRACE, trace);
      }
      event = answer(handler, event, INVOCATION + requestId);
    }
  }

  /// Answers one event and asks for the next.
  ///
  /// @param path of its calls
  Platform.Answer answer(Handler handler, Platform.Answer event, String path) throws IOException {
    var answer = new ByteArrayOutputStream();
    try {
      handler.handle(
          event.body(), new InvocationContext(event.headers(), environment, log), answer);
    } catch (Throwable e) { // whatever a function may throw
      log.failure(e);
      flush();
      platform.post(path + "/error", errorHeaders(e), Json.bytes(ErrorDocument.of(e)));
      if (e instanceof VirtualMachineError) {
        Runtime.getRuntime().halt(1); // what has run out of memory is not to be trusted again
      }
      return platform.get(NEXT);
    }
    flush();
    return platform.postThenGet(path + "/response", JSON, answer.toByteArray(), NEXT);
  }

  private static void flush() {
    System.out.flush();
    System.err.flush();
  }

  private static String errorHeaders(Throwable error) {
    var type = new String(ErrorDocument.type(error).getBytes(UTF_8), ISO_8859_1);
    return JSON + "Lambda-Runtime-Function-Error-Type: " + type + "\r\n";
  }
}
