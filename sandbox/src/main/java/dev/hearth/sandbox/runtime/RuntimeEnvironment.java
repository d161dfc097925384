package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.SandboxSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// The environment variables of a function's process. Source: AWS Lambda Developer Guide, "Defined
/// runtime environment variables".
final class RuntimeEnvironment {
  private static final String LOG_GROUP = "AWS_LAMBDA_LOG_GROUP_NAME";

  private RuntimeEnvironment() {}

  static Map<String, String> of(RuntimeChoice choice, SandboxSpec spec, Layout layout) {
    var environment = new LinkedHashMap<String, String>();
    environment.putAll(defaults(choice, layout));
    environment.put(LOG_GROUP, "/aws/lambda/" + spec.functionName());
    spec.environment().forEach((name, value) -> environment.merge(name, value, search(name)));
    environment.putAll(reserved(choice, spec, layout));
    return environment;
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
    defaults.put("PATH", path(layout));
    defaults.put("LD_LIBRARY_PATH", libraries(runtime, layout));
    switch (runtime.family()) {
      case PYTHON -> defaults.put("PYTHONPATH", pythonPath(runtime, layout));
      case NODE -> defaults.put("NODE_PATH", nodePath(runtime, layout));
      case PROVIDED -> {}
    }
    return defaults;
  }

  private static Map<String, String> reserved(
      RuntimeChoice choice, SandboxSpec spec, Layout layout) {
    var reserved = new LinkedHashMap<String, String>();
    reserved.put("_HANDLER", spec.handler());
    reserved.put("LAMBDA_TASK_ROOT", layout.task());
    reserved.put("LAMBDA_RUNTIME_DIR", choice.runtime().place(layout, HostRuntime.SDK));
    reserved.put("AWS_LAMBDA_RUNTIME_API", layout.runtimeApi());
    reserved.put("AWS_LAMBDA_FUNCTION_NAME", spec.functionName());
    reserved.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
    reserved.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMebibytes()));
    reserved.put("AWS_LAMBDA_LOG_STREAM_NAME", spec.logStream());
    reserved.put("AWS_LAMBDA_INITIALIZATION_TYPE", spec.initializationType());
    if (choice.runtime().family() != Family.PROVIDED) {
      reserved.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + choice.identifier());
    }
    return reserved;
  }

  private static String path(Layout layout) {
    var folders = new ArrayList<>(List.of("/usr/local/bin", "/usr/bin", "/bin"));
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
