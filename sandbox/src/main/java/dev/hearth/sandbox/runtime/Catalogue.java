package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.SandboxSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The runtime identifiers that Lambda has had. Source: AWS Lambda Developer Guide, "Lambda
/// runtimes".
final class Catalogue {
  private static final List<String> PYTHON =
      List.of(
          "python3.8",
          "python3.9",
          "python3.10",
          "python3.11",
          "python3.12",
          "python3.13",
          "python3.14");
  private static final List<String> NODE =
      List.of("nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x");
  private static final List<String> JAVA =
      List.of("java8", "java8.al2", "java11", "java17", "java21", "java25");
  private static final List<String> PROVIDED =
      List.of("provided", "provided.al2", "provided.al2023");

  /// Lambda's, but not Hearth's yet.
  private static final List<String> UNSERVED =
      List.of(
          "dotnetcore3.1",
          "dotnet6",
          "dotnet8",
          "dotnet10",
          "ruby2.7",
          "ruby3.2",
          "ruby3.3",
          "ruby3.4");

  /// Lambda's once: `provided.al2023` is the way to go on.
  private static final String GO = "go1.x";

  /// Not Lambda's.
  private static final List<String> OURS = List.of(SandboxSpec.WASM);

  private Catalogue() {}

  static Optional<Family> family(String identifier) {
    if (PYTHON.contains(identifier)) {
      return Optional.of(Family.PYTHON);
    }
    if (NODE.contains(identifier)) {
      return Optional.of(Family.NODE);
    }
    if (JAVA.contains(identifier)) {
      return Optional.of(Family.JAVA);
    }
    if (OURS.contains(identifier)) {
      return Optional.of(Family.WASM);
    }
    return PROVIDED.contains(identifier) ? Optional.of(Family.PROVIDED) : Optional.empty();
  }

  static boolean unserved(String identifier) {
    return UNSERVED.contains(identifier);
  }

  static boolean withdrawn(String identifier) {
    return GO.equals(identifier);
  }

  static List<String> served() {
    return Stream.of(NODE, PYTHON, JAVA, PROVIDED, OURS).flatMap(List::stream).toList();
  }
}
