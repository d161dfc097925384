package dev.hearth.wire.index;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the indexes of all services; see the package for their format.
public final class Indexer {
  private static final String STAMP = "index.stamp";

  private Indexer() {}

  /// @param args the folder of this module's classes, into which the indexes go
  public static void main(String[] args) throws Exception {
    var classes = Path.of(args[0]);
    var stamp = classes.resolve(STAMP);
    var inputs = fingerprint();
    // Reading 20 models takes seconds, and every build of every other module would wait for it.
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    var folder = Files.createDirectories(classes.resolve("dev/hearth/wire/index"));
    var catalogue = new ArrayList<String>();
    int operations = 0;
    for (var line : lines("services.tsv")) {
      var columns = line.split("\t", -1);
      var model = ServiceModel.load(columns[0], columns[2]);
      var sdk = new SdkService(columns[0], columns[1]);
      var index = new OperationIndex(sdk, model).lines();
      operations += sdk.operations().size();
      Files.write(folder.resolve(columns[0] + ".index"), index);
      Files.write(
          folder.resolve(columns[0] + ".constraints"), new ConstraintIndex(sdk, model).lines());
      catalogue.add(model.catalogueLine());
    }
    Files.write(folder.resolve("services.index"), catalogue);
    Files.writeString(stamp, inputs);
    System.out.println(
        "Indexed " + operations + " operations of " + catalogue.size() + " services.");
  }

  private static List<String> lines(String resource) throws IOException {
    try (var in = ServiceModel.resource(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  /// What the result depends on: the libraries, whose versions are in their paths, and our own
  /// classes and corrections.
  private static String fingerprint() throws IOException, URISyntaxException {
    var own = Path.of(Indexer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(own)) {
      return System.getProperty("java.class.path").replace(File.pathSeparatorChar, '\n')
          + files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().matches(".*\\.(index|constraints|stamp)"))
              .map(file -> "\n" + own.relativize(file) + " " + sizeAndTime(file))
              .sorted()
              .collect(Collectors.joining());
    }
  }

  private static String sizeAndTime(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
