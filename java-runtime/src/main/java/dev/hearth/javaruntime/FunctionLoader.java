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
///
/// What the runtime and AWS's libraries have comes first, as on Lambda. For other classes this does
/// not ask the runtime's own loader: it would open all of its archives to find that it has none,
/// which takes longer than to load a small function.
final class FunctionLoader extends URLClassLoader {
  /// Where layers are, separated by colons, where that is not `/opt`.
  static final String LAYERS = "hearth.layers";

  private static final ClassLoader RUNTIME = FunctionLoader.class.getClassLoader();

  private FunctionLoader(URL[] urls) {
    super(urls, ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("com.amazonaws.") || name.startsWith("dev.hearth.javaruntime.")) {
      try {
        return RUNTIME.loadClass(name);
      } catch (ClassNotFoundException e) {
        return super.findClass(name);
      }
    }
    return super.findClass(name);
  }

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
    return new FunctionLoader(urls.toArray(new URL[0]));
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
