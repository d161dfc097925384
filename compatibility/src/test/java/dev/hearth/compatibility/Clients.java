package dev.hearth.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The client programs that tests drive, installed once for all runs on a machine.
final class Clients {
  private static final String AWS_CLI = "1.45.11";
  private static final String OLD_BOTO3 = "1.26.165";
  private static final String DURABLE_SDK = "3.0.0";
  private static final String SNS_VALIDATOR = "0.3.5";
  private static final String DURABLE_SDK_FOR_JAVASCRIPT = "2.4.0";
  private static final String PYTHON_CLIENT = "4.2.2";
  private static final String NODE_CLIENT = "3.3.0";
  private static final String EXPRESS = "5.1.0";
  private static final String FLASK = "3.1.2";
  private static final String RUST_FUNCTION = "lambda-runtime-1.1.1";
  private static final String RUST_EXTENSION = "lambda-extension-1.1.1";

  /// Some are compiled, on machines that do other things as well.
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(10);

  private Clients() {}

  /// The AWS CLI, as a folder for `PYTHONPATH`; it is run as `python3 -m awscli`.
  static Path awsCli() throws IOException, InterruptedException {
    return pythonPackage("aws-" + AWS_CLI, "awscli==" + AWS_CLI);
  }

  /// boto3 as it was when SQS's clients spoke the query protocol, as a folder for `PYTHONPATH`.
  static Path oldBoto3() throws IOException, InterruptedException {
    return pythonPackage("boto3-" + OLD_BOTO3, "boto3==" + OLD_BOTO3, "urllib3<2");
  }

  /// AWS's durable execution SDK for Python, alone: the runtime has boto3.
  static Path durableSdk() throws IOException, InterruptedException {
    return pythonPackage(
        "durable-" + DURABLE_SDK, "--no-deps", "aws-durable-execution-sdk-python==" + DURABLE_SDK);
  }

  /// A web framework, with what it needs.
  static Path flask() throws IOException, InterruptedException {
    return pythonPackage("flask-" + FLASK, "flask==" + FLASK);
  }

  private static Path pythonPackage(String name, String... requirement)
      throws IOException, InterruptedException {
    return ClientCache.folder(
        name,
        draft -> {
          var words =
              new ArrayList<>(
                  List.of(
                      "python3", "-m", "pip", "install", "--quiet", "--target", draft.toString()));
          words.addAll(List.of(requirement));
          run(draft, words, Map.of());
        });
  }

  /// AWS's durable execution SDK for JavaScript, alone, as a folder that holds `node_modules`: the
  /// runtime has the AWS SDK that it needs.
  static Path durableSdkForJavaScript() throws IOException, InterruptedException {
    return ClientCache.folder(
        "durable-js-" + DURABLE_SDK_FOR_JAVASCRIPT,
        draft -> {
          var packed =
              run(
                  draft,
                  List.of(
                      "npm",
                      "pack",
                      "--silent",
                      "@aws/durable-execution-sdk-js@" + DURABLE_SDK_FOR_JAVASCRIPT),
                  Map.of());
          var home = draft.resolve(Path.of("node_modules", "@aws", "durable-execution-sdk-js"));
          Files.createDirectories(home);
          var archive = draft.resolve(packed.strip()).toString();
          run(
              draft,
              List.of("tar", "xzf", archive, "--strip-components=1", "-C", home.toString()),
              Map.of());
          try (var rest = Files.list(draft)) { // the archive, and what the commands wrote
            for (var file : rest.filter(Files::isRegularFile).toList()) {
              Files.delete(file);
            }
          }
        });
  }

  /// AWS's runtime interface client for Python, with what it needs.
  static Path pythonRuntimeClient() throws IOException, InterruptedException {
    return pythonPackage("ric-" + PYTHON_CLIENT, "awslambdaric==" + PYTHON_CLIENT);
  }

  /// AWS's runtime interface client for Node.js, as a folder with its `bin` and `dist`, which the
  /// Node.js of the machine's `PATH` runs. A part of it is compiled, with libcurl: nothing where
  /// this machine has not what that takes.
  static Optional<Path> nodeRuntimeClient() throws IOException, InterruptedException {
    var node = program("node");
    if (node.isEmpty()
        || Stream.of("autoreconf", "libtoolize", "make", "cmake", "c++")
            .anyMatch(tool -> program(tool).isEmpty())) {
      return Optional.empty();
    }
    var home = node.get().toRealPath().resolve("../..").normalize();
    if (!Files.isDirectory(home.resolve("include/node"))) {
      return Optional.empty(); // which npm would fetch from a place that is no registry
    }
    var folder = nodePackage("aws-lambda-ric", NODE_CLIENT, "--nodedir=" + home);
    return Optional.of(folder.resolve(Path.of("node_modules", "aws-lambda-ric")));
  }

  /// An extension made with AWS's published Rust crate, as a program; nothing where this machine
  /// has no `cargo` to build it with.
  static Optional<Path> rustExtension() throws IOException, InterruptedException {
    return rust(RUST_EXTENSION, "rust-extension");
  }

  /// A function made with AWS's published Rust crate, as a program; nothing where this machine has
  /// no `cargo` to build it with.
  static Optional<Path> rustFunction() throws IOException, InterruptedException {
    return rust(RUST_FUNCTION, "rust-function");
  }

  private static Optional<Path> rust(String folder, String name)
      throws IOException, InterruptedException {
    var cargo = program("cargo");
    if (cargo.isEmpty()) {
      return Optional.empty();
    }
    var target = ClientCache.work(folder);
    run(
        target,
        List.of(
            cargo.get().toString(),
            "build",
            "--locked",
            "--manifest-path",
            resource(name).resolve("Cargo.toml").toString()),
        Map.of("CARGO_TARGET_DIR", target.toString()));
    return Optional.of(target.resolve(Path.of("debug", name)));
  }

  /// A function made with AWS's published module for Go, as a static program; nothing where this
  /// machine has no `go` to build it with.
  static Optional<Path> goFunction() throws IOException, InterruptedException {
    var go = program("go");
    if (go.isEmpty()) {
      return Optional.empty();
    }
    var folder = ClientCache.work("go-function");
    var made = folder.resolve("bootstrap");
    run(
        folder,
        List.of(
            go.get().toString(),
            "build",
            "-C",
            resource("go-function").toString(),
            "-o",
            made.toString()),
        Map.of("CGO_ENABLED", "0"));
    return Optional.of(made);
  }

  /// @return what it wrote
  private static String run(Path folder, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    return new Command(words, environment, folder).runFor(LONGEST_BUILD).succeeds().out();
  }

  private static Path resource(String name) {
    return Path.of("src", "test", "resources", name).toAbsolutePath();
  }

  private static Optional<Path> program(String name) {
    return Stream.of((System.getenv("PATH") + ":/usr/local/go/bin").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// AWS's validator of SNS's messages for JavaScript, as a folder for `NODE_PATH`.
  static Path snsValidator() throws IOException, InterruptedException {
    return nodePackage("sns-validator", SNS_VALIDATOR).resolve("node_modules");
  }

  /// Express, as a folder that holds `node_modules`.
  static Path express() throws IOException, InterruptedException {
    return nodePackage("express", EXPRESS);
  }

  private static Path nodePackage(String name, String version, String... options)
      throws IOException, InterruptedException {
    return ClientCache.folder(
        name + "-" + version,
        draft -> {
          var words = new ArrayList<>(List.of("npm", "install", "--prefix", draft.toString()));
          words.addAll(List.of(options));
          words.add(name + "@" + version);
          run(draft, words, Map.of());
        });
  }

  /// boto3 as AWS's Python runtimes have it, as a folder for `PYTHONPATH`.
  static Path boto3() {
    return folderWith(Path.of("boto3", "__init__.py"));
  }

  /// The newest Node.js that functions run on.
  static Path node() {
    var program = Path.of("bin", "node");
    return folderWith(program).resolve(program);
  }

  /// The folder `node_modules` with the AWS SDK for JavaScript.
  static Path nodeModules() {
    return folderWith(Path.of("@aws-sdk", "client-lambda", "package.json"));
  }

  private static Path folderWith(Path file) {
    try (var tree = Files.walk(Cloud.runtimes(), 8)) {
      var found =
          tree.filter(path -> path.endsWith(file))
              .max(Comparator.naturalOrder())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No %s in %s: run `./hearth runtimes install`"
                              .formatted(file, Cloud.runtimes())));
      return Objects.requireNonNull(found.getRoot())
          .resolve(found.subpath(0, found.getNameCount() - file.getNameCount()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
