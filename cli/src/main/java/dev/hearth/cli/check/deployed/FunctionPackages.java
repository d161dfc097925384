package dev.hearth.cli.check.deployed;

import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.check.Component;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import dev.hearth.cli.check.Unread;
import dev.hearth.cli.check.code.Budget;
import dev.hearth.cli.check.code.PackageReader;
import dev.hearth.cli.check.code.ZipSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;

/// Downloads a function's package and its layers, and reads them.
final class FunctionPackages {
  /// Bytes of an archive: unpacked it may have 250 MiB, so zipped it cannot have more than a little
  /// above. Source: "Lambda quotas".
  private static final long LARGEST = 260L << 20;

  private final LambdaClient lambda;
  private final Consumer<Subject> subjects;

  FunctionPackages(LambdaClient lambda, Consumer<Subject> subjects) {
    this.lambda = lambda;
    this.subjects = subjects;
  }

  /// @param resource what findings are said of
  /// @return the libraries of all
  List<Component> read(GetFunctionResponse function, String resource) {
    var settings = function.configuration();
    if (settings.packageType() == PackageType.IMAGE) {
      subjects.accept(
          new Unread(Place.of(resource), "It is a container image; its content was not read."));
      return List.of();
    }
    var libraries = new ArrayList<>(archive(function.code().location(), resource));
    for (var layer : settings.layers()) {
      var arn = layer.arn();
      var name = resource + ", layer " + arn.substring(arn.indexOf(":layer:") + ":layer:".length());
      try {
        var location = lambda.getLayerVersionByArn(r -> r.arn(arn)).content().location();
        libraries.addAll(archive(location, name));
      } catch (AwsServiceException e) {
        subjects.accept(Policies.refused(Place.of(name), e));
      }
    }
    return libraries;
  }

  private List<Component> archive(String location, String name) {
    try (var folder = new TemporaryFolder()) {
      var file = folder.path().resolve("package.zip");
      if (!download(location, file)) {
        subjects.accept(new Unread(Place.of(name), "Its archive is larger than 260 MiB."));
        return List.of();
      }
      var budget = new Budget(name);
      try (var source = ZipSource.of(file, budget)) {
        return new PackageReader(source, budget, subjects).read();
      } finally {
        budget.unread().forEach(subjects);
      }
    } catch (IOException | IllegalArgumentException e) {
      var reason = e.getClass().getSimpleName();
      subjects.accept(new Unread(Place.of(name), "Its archive could not be read: " + reason + "."));
      return List.of();
    }
  }

  private static boolean download(String location, Path file) throws IOException {
    try (var in = URI.create(location).toURL().openStream();
        var out = Files.newOutputStream(file)) {
      var buffer = new byte[1 << 16];
      long left = LARGEST;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0) {
          return false;
        }
        out.write(buffer, 0, read);
      }
      return true;
    }
  }
}
