package dev.hearth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Functions in Java, compiled for the oldest JDK that runs them.
public final class JavaCode {
  private static final String RELEASE = "11";

  private JavaCode() {}

  /// Compiles the class `name` into `folder`.
  ///
  /// @param source what stands behind the usual imports
  public static void compile(Path folder, String name, String source) {
    var text =
        """
        import com.amazonaws.services.lambda.runtime.*;
        import com.amazonaws.services.lambda.runtime.logging.LogLevel;
        import java.io.*;
        import java.util.*;
        """
            + source;
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                messages,
                compiler.getStandardFileManager(null, Locale.ROOT, null),
                null,
                List.of(
                    "--release",
                    RELEASE,
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }
}
