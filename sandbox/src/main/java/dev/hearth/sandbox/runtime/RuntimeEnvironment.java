package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.web.WebSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// The environment variables of a function's process. Source: AWS Lambda Developer Guide, "Defined
/// runtime environment variables".
public final class RuntimeEnvironment {
  private static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";
  private static final String LOG_GROUP = "AWS_LAMBDA_LOG_GROUP_NAME";
  private static final String LOG_STREAM = "AWS_LAMBDA_LOG_STREAM_NAME";

  /// As containers have it where their image sets none.
  private static final String IMAGE_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private RuntimeEnvironment() {}

  static Map<String, String> of(RuntimeChoice choice, SandboxSpec spec, Layout layout) {
    if (spec.isModule()) {
      // A worker takes these two out.
      var module = ofModule(spec);
      module.put(RUNTIME_API, layout.runtimeApi());
      module.put("LAMBDA_TASK_ROOT", layout.task());
      return module;
    }
    var environment = new LinkedHashMap<String, String>();
    environment.putAll(defaults(choice, layout));
    environment.put(LOG_GROUP, "/aws/lambda/" + spec.functionName());
    spec.environment().forEach((name, value) -> environment.merge(name, value, search(name)));
    environment.putAll(reserved(choice, spec, layout));
    tellPort(spec, environment);
    if (spec.initializationType().equals(SandboxSpec.SNAP_START)) {
      // Copies have none of their template's, as on Lambda.
      environment.remove(LOG_GROUP);
      environment.remove(LOG_STREAM);
      environment.put(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://" + layout.runtimeApi() + "/2021-04-23/credentials");
    }
    return environment;
  }

  /// The environment of a container image's process: what the image sets, under what the function's
  /// owner set, under what the platform alone decides. The rest is the image's business.
  public static Map<String, String> of(ContainerImage image, SandboxSpec spec, Layout layout) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("TZ", ":UTC");
    environment.put("PATH", IMAGE_PATH);
    environment.put(LOG_GROUP, "/aws/lambda/" + spec.functionName());
    environment.putAll(image.environment());
    environment.putAll(spec.environment());
    environment.putAll(platform(spec, layout));
    tellPort(spec, environment);
    return environment;
  }

  /// The environment of a WebAssembly module, which has neither files nor a Runtime API.
  public static Map<String, String> ofModule(SandboxSpec spec) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put(LOG_GROUP, "/aws/lambda/" + spec.functionName());
    environment.putAll(spec.environment());
    environment.putAll(platform(spec, Layout.ISOLATED));
    environment.remove(RUNTIME_API);
    environment.put("_HANDLER", spec.handler());
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime());
    return environment;
  }

  /// Where a web server is to listen, as containers are told.
  private static void tellPort(SandboxSpec spec, Map<String, String> environment) {
    if (WebSettings.asked(spec)) {
      environment.putIfAbsent("PORT", WebSettings.port(spec));
    }
  }

  /// What the owner sets replaces the default; of where modules are looked for, it comes first.
  private static BinaryOperator<String> search(String name) {
    return (standard, own) ->
        name.equals("PYTHONPATH") || name.equals("NODE_PATH") ? own + ":" + standard : own;
  }

  private static Map<String, String> defaults(RuntimeChoice choice, Layout layout) {
    var runtime = choice.runtime();
    var defaults = new LinkedHashMap<String, String>();
    defaults.put("LANG", "en_US.UTF-8");
    defaults.put("TZ", ":UTC");
    defaults.put("PATH", path(runtime, layout));
    defaults.put("LD_LIBRARY_PATH", libraries(runtime, layout));
    switch (runtime.family()) {
      case PYTHON -> defaults.put("PYTHONPATH", pythonPath(runtime, layout));
      case NODE -> defaults.put("NODE_PATH", nodePath(runtime, layout));
      case JAVA, PROVIDED, WASM -> {}
    }
    return defaults;
  }

  private static Map<String, String> reserved(
      RuntimeChoice choice, SandboxSpec spec, Layout layout) {
    var reserved = platform(spec, layout);
    reserved.put("_HANDLER", spec.handler());
    reserved.put("LAMBDA_TASK_ROOT", layout.task());
    reserved.put("LAMBDA_RUNTIME_DIR", choice.runtime().place(layout, HostRuntime.SDK));
    if (choice.runtime().family() != Family.PROVIDED) {
      reserved.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + choice.identifier());
    }
    return reserved;
  }

  private static Map<String, String> platform(SandboxSpec spec, Layout layout) {
    var platform = new LinkedHashMap<String, String>();
    platform.put(RUNTIME_API, layout.runtimeApi());
    platform.put("AWS_LAMBDA_FUNCTION_NAME", spec.functionName());
    platform.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
    platform.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMebibytes()));
    platform.put(LOG_STREAM, spec.logStream());
    platform.put("AWS_LAMBDA_INITIALIZATION_TYPE", spec.initializationType());
    return platform;
  }

  private static String path(HostRuntime runtime, Layout layout) {
    var folders = new ArrayList<String>();
    if (runtime.mounts().stream().anyMatch(m -> m.inside().equals(HostRuntime.LANGUAGE))) {
      folders.add(runtime.place(layout, HostRuntime.LANGUAGE) + "/bin");
    }
    folders.addAll(List.of("/usr/local/bin", "/usr/bin", "/bin"));
    layers(layout).forEach(layer -> folders.add(layer + "/bin"));
    return String.join(":", folders);
  }

  private static String libraries(HostRuntime runtime, Layout layout) {
    var folders = new ArrayList<String>();
    for (var root : List.of(runtime.place(layout, HostRuntime.SDK), layout.task())) {
      folders.add(root);
      folders.add(root + "/lib");
    }
    layers(layout).forEach(layer -> folders.add(layer + "/lib"));
    return String.join(":", folders);
  }

  private static String pythonPath(HostRuntime runtime, Layout layout) {
    var folders = new ArrayList<String>();
    for (var layer : layers(layout)) {
      folders.add(layer + "/python/lib/" + runtime.name() + "/site-packages");
      folders.add(layer + "/python");
    }
    folders.add(runtime.place(layout, HostRuntime.SDK));
    return String.join(":", folders);
  }

  private static String nodePath(HostRuntime runtime, Layout layout) {
    var folders = new ArrayList<String>();
    for (var layer : layers(layout)) {
      folders.add(layer + "/nodejs/" + runtime.name().replace("nodejs", "node") + "/node_modules");
      folders.add(layer + "/nodejs/node_modules");
    }
    var own = runtime.place(layout, HostRuntime.SDK);
    folders.addAll(List.of(own + "/node_modules", own, layout.task()));
    return String.join(":", folders);
  }

  /// The first to look in comes first: where layers are merged a later one hides earlier ones.
  private static List<String> layers(Layout layout) {
    return layout.layers().reversed();
  }
}
