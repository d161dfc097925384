package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/// Functions in Java as their owners package them.
final class JavaPackage {
  private JavaPackage() {}

  /// The archive that `type` comes from.
  static Path archive(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Compiles the class `name` of the default package, and those that it declares beside itself.
  static Map<String, byte[]> classes(String name, String source) throws IOException {
    var folder = Files.createTempDirectory("java-package");
    try {
      var file = Files.writeString(folder.resolve(name + ".java"), source);
      var messages = new StringWriter();
      var compiler = ToolProvider.getSystemJavaCompiler();
      var manager = compiler.getStandardFileManager(null, Locale.ROOT, null);
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of(
                      "--release",
                      "11",
                      "-proc:none",
                      "-d",
                      folder.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  manager.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
      var files = new HashMap<String, byte[]>();
      try (var made = Files.newDirectoryStream(folder, "*.class")) {
        for (var each : made) {
          files.put(String.valueOf(each.getFileName()), Files.readAllBytes(each));
        }
      }
      return files;
    } finally {
      Folders.delete(folder);
    }
  }

  /// A jar that `java -jar` runs.
  static byte[] jar(String mainClass, Map<String, byte[]> classes) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes, manifest)) {
      for (var each : classes.entrySet()) {
        jar.putNextEntry(new JarEntry(each.getKey()));
        jar.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
