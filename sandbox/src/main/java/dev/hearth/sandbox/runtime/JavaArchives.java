package dev.hearth.sandbox.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.hearth.javaruntime.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// The runtime of functions in Java, which this program carries among its own libraries, as
/// archives that a sandbox's JVM can be started with.
///
/// @param own the runtime itself: an archive, or a folder of classes where this program runs from a
///   build
/// @param libraries AWS's, that functions see as well
record JavaArchives(Path own, List<Path> libraries) {
  /// The name of what a JVM is started with.
  static final String RUNTIME = "runtime.jar";

  /// An empty folder, which is where parked JVMs start: the function's code takes its place.
  static final String TASK = "task";

  /// To be counted up with every change of how they are packed.
  private static final int FORM = 1;

  private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 1, 1, 0, 0);

  static JavaArchives find() {
    return new JavaArchives(
        source(Main.class), List.of(source(RequestHandler.class), source(PojoSerializer.class)));
  }

  private static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What changes when any of them does; AWS's, which are large, go by name and size.
  byte[] fingerprint() throws IOException {
    var out = new ByteArrayOutputStream();
    // At every start of this program: what would be packed is not packed to find out.
    out.write(Files.isDirectory(own) ? runtime() : Files.readAllBytes(own));
    out.write(FORM);
    for (var library : libraries) {
      var text = library.getFileName() + " " + Files.size(library) + "\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /// Puts them into `folder`.
  void write(Path folder) throws IOException {
    Files.write(folder.resolve(RUNTIME), runtime());
    for (var library : libraries) {
      Files.copy(library, folder.resolve(name(library)));
    }
    Files.createDirectory(folder.resolve(TASK));
  }

  private static String name(Path library) {
    return Objects.requireNonNull(library.getFileName()).toString();
  }

  private byte[] runtime() throws IOException {
    var classes = Files.isDirectory(own) ? ofFolder() : ofArchive();
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes)) {
      add(jar, "META-INF/MANIFEST.MF", manifest());
      for (var file : classes.entrySet()) {
        add(jar, file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    var entry = new JarEntry(name);
    entry.setTimeLocal(EPOCH); // the same bytes every time
    jar.putNextEntry(entry);
    jar.write(content);
  }

  private byte[] manifest() throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        String.join(" ", libraries.stream().map(JavaArchives::name).toList()));
    attributes.putValue("Add-Opens", "java.base/java.lang java.base/java.util");
    var out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  private TreeMap<String, byte[]> ofFolder() throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (var tree = Files.walk(own)) {
      for (var file : tree.filter(path -> path.toString().endsWith(".class")).toList()) {
        classes.put(own.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private TreeMap<String, byte[]> ofArchive() throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (var jar = new JarInputStream(Files.newInputStream(own))) {
      for (var entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().endsWith(".class")) {
          classes.put(entry.getName(), jar.readAllBytes());
        }
      }
    }
    return classes;
  }
}
