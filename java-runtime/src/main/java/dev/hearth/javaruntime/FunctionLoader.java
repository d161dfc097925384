package dev.hearth.javaruntime;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Loads a function's classes: those of its package, of the archives in the package's `lib`, and of
/// the archives in its layers' `java/lib`. Source: AWS Lambda Developer Guide, "Deploy Java Lambda
/// functions with .zip or JAR file archives" and "Working with layers for Java Lambda functions".
final class FunctionLoader {
  /// Where layers are, separated by colons, where that is not `/opt`.
  static final String LAYERS = "hearth.layers";

  private FunctionLoader() {}

  /// @param task the folder of the package
  static URLClassLoader of(String task) {
    var urls = new ArrayList<URL>();
    urls.add(url(new File(task)));
    addArchives(new File(task, "lib"), urls);
    for (var layer : System.getProperty(LAYERS, "/opt").split(":", -1)) {
      if (!layer.isEmpty()) {
        addArchives(new File(layer, "java/lib"), urls);
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), FunctionLoader.class.getClassLoader());
  }

  private static void addArchives(File folder, List<URL> urls) {
    var names = folder.list((_parent, name) -> name.endsWith(".jar"));
    if (names != null) {
      Arrays.sort(names); // the same order on every machine
      for (var name : names) {
        urls.add(url(new File(folder, name)));
      }
    }
  }

  private static URL url(File file) {
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
