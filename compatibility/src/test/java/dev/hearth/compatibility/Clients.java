package dev.hearth.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final String RUST_EXTENSION = "lambda-extension-1.1.1";

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

  private static synchronized Path pythonPackage(String name, String... requirement)
      throws IOException, InterruptedException {
    var clients = Path.of(System.getProperty("user.home"), ".cache", "hearth", "clients");
    var folder = clients.resolve(name);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(clients);
      var draft = Files.createTempDirectory(clients, "draft");
      var words =
          new ArrayList<>(
              List.of("python3", "-m", "pip", "install", "--quiet", "--target", draft.toString()));
      words.addAll(List.of(requirement));
      new Command(words, Map.of(), clients).run().succeeds();
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return folder;
  }

  /// An extension made with AWS's published Rust crate, as a program; nothing where this machine
  /// has no `cargo` to build it with.
  static synchronized Optional<Path> rustExtension() throws IOException, InterruptedException {
    var cargo =
        Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
            .map(folder -> Path.of(folder, "cargo"))
            .filter(Files::isExecutable)
            .findFirst();
    if (cargo.isEmpty()) {
      return Optional.empty();
    }
    var target =
        Path.of(System.getProperty("user.home"))
            .resolve(Path.of(".cache", "hearth", "clients", RUST_EXTENSION));
    Files.createDirectories(target);
    new Command(
            List.of(
                cargo.get().toString(),
                "build",
                "--locked",
                "--manifest-path",
                Path.of("src/test/resources/rust-extension/Cargo.toml")
                    .toAbsolutePath()
                    .toString()),
            Map.of("CARGO_TARGET_DIR", target.toString()),
            target)
        .run()
        .succeeds();
    return Optional.of(target.resolve(Path.of("debug", "rust-extension")));
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
