package dev.hearth.cli;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A folder of Java source files alone, compiled by the JDK that Hearth runs on: for functions that
/// need nothing but AWS's interfaces. Whoever has libraries has a build, whose output is deployed.
final class JavaBuild implements AutoCloseable {
  private final Path sources;
  private final @Nullable TemporaryFolder classes;

  private JavaBuild(Path sources, @Nullable TemporaryFolder classes) {
    this.sources = sources;
    this.classes = classes;
  }

  /// @param folder of any code: what is no Java source is left as it is
  /// @throws Failure with the compiler's messages
  static JavaBuild of(Path folder) {
    var files = sources(folder);
    if (files.isEmpty()) {
      return new JavaBuild(folder, null);
    }
    var classes = new TemporaryFolder();
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, Locale.ROOT, null);
    boolean compiled =
        compiler
            .getTask(
                messages,
                manager,
                null,
                List.of("-proc:none", "-parameters", "-cp", library(), "-d", text(classes.path())),
                null,
                manager.getJavaFileObjectsFromPaths(files))
            .call();
    if (!compiled) {
      classes.close();
      throw new Failure(
          "The Java sources in " + folder + " do not compile:\n" + messages,
          "Code with libraries is built first: deploy the folder of its classes and lib/.");
    }
    return new JavaBuild(folder, classes);
  }

  private static String text(Path path) {
    return path.toString();
  }

  private static List<Path> sources(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String library() {
    try {
      return text(
          Path.of(
              RequestHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is deployed.
  Path folder() {
    return classes == null ? sources : classes.path();
  }

  @Override
  public void close() {
    if (classes != null) {
      classes.close();
    }
  }
}
