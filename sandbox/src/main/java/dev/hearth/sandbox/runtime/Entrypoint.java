package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program `bootstrap` that a function of a custom runtime brings along, in its code or in a
/// layer.
///
/// It is looked at before it is started: a shell, which starts it, would run what the kernel
/// refuses. Source: AWS Lambda Developer Guide, "Building a custom runtime for AWS Lambda".
///
/// @param command how it is started, as the function sees it
/// @param fault why it cannot be, in Lambda's words; null where it can
record Entrypoint(String command, @Nullable String fault) {
  private static final String NAME = "bootstrap";
  private static final int HEAD = 256; // as much as the kernel reads of it
  private static final int ELF_MACHINE = 18;
  private static final byte CLASS_64 = 2;

  /// A place where it may be.
  private record Place(Path host, String inside) {}

  /// The first of those that are there: the code's, then the last layer's.
  static Entrypoint of(Path code, List<Path> layers, Layout layout) {
    var task = new Place(code.resolve(NAME), layout.task() + "/" + NAME);
    return Stream.concat(Stream.of(task), inLayers(layers, layout))
        .filter(place -> Files.isRegularFile(place.host))
        .findFirst()
        .map(place -> new Entrypoint(place.inside, fault(place, code, layers)))
        .orElseGet(() -> missing(task, layout));
  }

  /// The program `name` of the code, for a function that says what it runs.
  static Entrypoint named(String name, Path code, List<Path> layers, Layout layout) {
    var place = new Place(code.resolve(name), layout.task() + "/" + name);
    return new Entrypoint(place.inside, fault(place, code, layers));
  }

  private static Stream<Place> inLayers(List<Path> layers, Layout layout) {
    // Where layers are merged, they are in one folder, and the last one's file is the one that
    // shows.
    boolean merged = layout.mounted();
    return Stream.iterate(layers.size() - 1, i -> i >= 0, i -> i - 1)
        .map(
            i ->
                new Place(
                    layers.get(i).resolve(NAME), layout.layers().get(merged ? 0 : i) + "/" + NAME));
  }

  private static Entrypoint missing(Place task, Layout layout) {
    var tried = layout.layers().isEmpty() ? "/opt" : layout.layers().getLast();
    return new Entrypoint(
        task.inside,
        "Couldn't find valid bootstrap(s): [%s %s/%s]".formatted(task.inside, tried, NAME));
  }

  private static @Nullable String fault(Place place, Path code, List<Path> layers) {
    var fault = fault(place.host, code, layers);
    return fault == null ? null : "fork/exec " + place.inside + ": " + fault;
  }

  private static @Nullable String fault(Path file, Path code, List<Path> layers) {
    if (!Files.isExecutable(file)) {
      return "permission denied";
    }
    var head = head(file);
    if (head.length > 2 && head[0] == '#' && head[1] == '!') {
      boolean found = interpreter(head).filter(it -> exists(it, code, layers)).isPresent();
      return found ? null : "no such file or directory";
    }
    return isForThisMachine(head) ? null : "exec format error";
  }

  private static byte[] head(Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> interpreter(byte[] head) {
    var line = new String(head, 2, head.length - 2, StandardCharsets.ISO_8859_1);
    int end = line.indexOf('\n');
    var words = (end < 0 ? line : line.substring(0, end)).replace('\t', ' ').trim().split(" ", 2);
    // The carriage return of a file that was written on Windows is a part of the name.
    boolean windows = end > 0 && line.charAt(end - 1) == '\r' && words.length == 1;
    return words[0].isEmpty() || windows ? Optional.empty() : Optional.of(words[0]);
  }

  private static boolean exists(String program, Path code, List<Path> layers) {
    if (program.startsWith("/var/task/")) {
      return Files.exists(code.resolve(program.substring("/var/task/".length())));
    }
    if (program.startsWith("/opt/")) {
      return layers.stream()
          .anyMatch(layer -> Files.exists(layer.resolve(program.substring("/opt/".length()))));
    }
    return Files.exists(Path.of(program));
  }

  private static boolean isForThisMachine(byte[] head) {
    if (head.length < ELF_MACHINE + 2
        || head[0] != 0x7f
        || head[1] != 'E'
        || head[2] != 'L'
        || head[3] != 'F'
        || head[4] != CLASS_64) {
      return false;
    }
    int machine = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE);
    return machine
        == switch (System.getProperty("os.arch")) {
          case "amd64" -> 62;
          case "aarch64" -> 183;
          default -> machine;
        };
  }
}
