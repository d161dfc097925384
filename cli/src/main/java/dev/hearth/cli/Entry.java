package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a folder's code is entered: its runtime and its handler.
///
/// @param runtime a Lambda runtime identifier
/// @param handler as that runtime writes it: `app.lambda_handler`, `index.handler`, `bootstrap`
public record Entry(String runtime, String handler) {
  /// What a folder of Python means where nothing else is said.
  public static final String PYTHON = "python3.14";

  public static final String NODE = "nodejs24.x";
  public static final String JAVA = "java25";
  public static final String NATIVE = "provided.al2023";
  public static final String WASM = "wasm";

  private static final long LARGEST_SOURCE = 2 << 20;
  private static final Pattern PYTHON_HANDLER =
      Pattern.compile(
          "(?m)^(?:def\\s+(lambda_handler|handler)\\s*\\(|(lambda_handler|handler)\\s*=)");
  private static final Pattern NODE_HANDLER =
      Pattern.compile(
          "(?m)^\\s*(?:export\\s+(?:const|let|var|(?:async\\s+)?function\\*?)\\s+handler\\b"
              + "|export\\s*\\{[^}]*\\bhandler\\b[^}]*\\}"
              + "|(?:module\\.)?exports\\.handler\\s*="
              + "|module\\.exports\\s*=\\s*\\{[^}]*\\bhandler\\b)");
  private static final Pattern JAVA_HANDLER =
      Pattern.compile("\\bimplements\\b[^{]*\\bRequest(?:Stream)?Handler\\b");
  private static final Pattern JAVA_PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");
  private static final Pattern NODE_FILE = Pattern.compile(".*\\.(mjs|cjs|js)");

  /// The only entry that `folder` can mean.
  ///
  /// Only files in the folder itself count. A Node package's `main` is its entry. Python files that
  /// define `lambda_handler` or `handler`, Node files that export `handler`, Java files whose class
  /// implements one of AWS's interfaces, an executable `bootstrap` and WebAssembly modules are
  /// found by reading them.
  ///
  /// @param runtime what the user asked for, else null
  /// @param handler what the user asked for, else null
  /// @throws Failure where there is none, or more than one; it names what was found
  static Entry of(Path folder, @Nullable String runtime, @Nullable String handler) {
    if (runtime != null && handler != null) {
      return new Entry(runtime, handler);
    }
    var found = candidates(folder);
    if (handler != null) {
      return withHandler(folder, handler, found);
    }
    var matching =
        found.stream()
            .filter(e -> runtime == null || family(e.runtime).equals(family(runtime)))
            .toList();
    if (matching.size() == 1) {
      var only = matching.getFirst();
      return new Entry(runtime == null ? only.runtime : runtime, only.handler);
    }
    throw unclear(folder, matching);
  }

  private static Failure unclear(Path folder, List<Entry> matching) {
    if (matching.isEmpty()) {
      return new Failure(
          "No handler found in " + folder + ".",
          "Looked for Python's `def lambda_handler(event, context)` or `handler`, Node's exported"
              + " `handler`, a Java class that implements RequestHandler, an executable"
              + " `bootstrap`, and a WebAssembly module.\n  Name yours with --runtime and"
              + " --handler, such as --runtime "
              + PYTHON
              + " --handler file.function.");
    }
    var choices =
        matching.stream().map(e -> "--runtime " + e.runtime + " --handler " + e.handler).toList();
    return new Failure(
        "More than one handler is in " + folder + ".",
        "Choose with\n    " + String.join("\n    ", choices));
  }

  private static Entry withHandler(Path folder, String handler, List<Entry> found) {
    var file = handler.contains(".") ? handler.substring(0, handler.lastIndexOf('.')) : handler;
    if (Files.exists(folder.resolve(file + ".py"))) {
      return new Entry(PYTHON, handler);
    }
    for (var extension : List.of(".mjs", ".js", ".cjs")) {
      if (Files.exists(folder.resolve(file + extension))) {
        return new Entry(NODE, handler);
      }
    }
    if (handler.endsWith(".wasm") || Files.exists(folder.resolve(handler + ".wasm"))) {
      return new Entry(WASM, handler);
    }
    var families = found.stream().map(Entry::runtime).distinct().toList();
    if (families.size() == 1) {
      return new Entry(families.getFirst(), handler);
    }
    throw new Failure(
        "The runtime of handler " + handler + " is not clear from " + folder + ".",
        "Name it with --runtime, such as --runtime " + PYTHON + " or --runtime " + NODE + ".");
  }

  private static List<Entry> candidates(Path folder) {
    var entries = new ArrayList<Entry>();
    var main = packageMain(folder);
    for (var file : files(folder)) {
      var name = String.valueOf(file.getFileName());
      if (name.equals("bootstrap") && Files.isExecutable(file)) {
        entries.add(new Entry(NATIVE, "bootstrap"));
      } else if (name.endsWith(".wasm")) {
        entries.add(new Entry(WASM, name));
      } else if (name.endsWith(".py")) {
        var match = PYTHON_HANDLER.matcher(source(file));
        while (match.find()) {
          var function = match.group(1) == null ? match.group(2) : match.group(1);
          entries.add(new Entry(PYTHON, stem(name) + "." + function));
        }
      } else if (name.endsWith(".java")) {
        java(source(file), stem(name)).ifPresent(entries::add);
      } else if (main == null
          && NODE_FILE.matcher(name).matches()
          && NODE_HANDLER.matcher(source(file)).find()) {
        entries.add(new Entry(NODE, stem(name) + ".handler"));
      }
    }
    if (main != null) {
      entries.add(new Entry(NODE, main + ".handler"));
    }
    return entries.stream().distinct().toList();
  }

  private static Optional<Entry> java(String source, String type) {
    if (!JAVA_HANDLER.matcher(source).find()) {
      return Optional.empty();
    }
    var declared = JAVA_PACKAGE.matcher(source);
    return Optional.of(new Entry(JAVA, declared.find() ? declared.group(1) + "." + type : type));
  }

  /// Where `package.json` says that the package starts, without its extension; null where it does
  /// not say, or names no file.
  private static @Nullable String packageMain(Path folder) {
    var description = folder.resolve("package.json");
    if (!Files.isRegularFile(description)) {
      return null;
    }
    var main = Json.parse(source(description)).path("main").asText("");
    main = main.startsWith("./") ? main.substring(2) : main;
    if (main.isEmpty() || main.contains("..")) {
      return null;
    }
    for (var extension : List.of("", ".js", ".mjs", ".cjs")) {
      if (Files.isRegularFile(folder.resolve(main + extension))) {
        return NODE_FILE.matcher(main).matches() ? stem(main) : main;
      }
    }
    return null;
  }

  private static List<Path> files(Path folder) {
    try (var listing = Files.list(folder)) {
      return listing.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String source(Path file) {
    try {
      return Files.size(file) > LARGEST_SOURCE
          ? "" // a bundle that large is not searched; --handler names its entry
          : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String family(String runtime) {
    return runtime.toLowerCase(Locale.ROOT).replaceAll("[0-9].*", "").replaceAll("\\..*", "");
  }
}
