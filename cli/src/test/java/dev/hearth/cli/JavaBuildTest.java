package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaBuildTest {
  private static final String HANDLER =
      """
      package shop;
      import com.amazonaws.services.lambda.runtime.*;
      public class Order implements RequestHandler<String, String> {
        public String handleRequest(String event, Context context) { return event; }
      }
      """;

  @TempDir Path folder;

  @Test
  void aFolderOfSourcesIsCompiledAndItsHandlerFound() throws IOException {
    Files.writeString(folder.resolve("Order.java"), HANDLER);
    assertThat(Entry.of(folder, null, null)).isEqualTo(new Entry(Entry.JAVA, "shop.Order"));
    Path classes;
    try (var build = JavaBuild.of(folder)) {
      classes = build.folder();
      assertThat(classes.resolve("shop/Order.class")).isNotEmptyFile();
    }
    assertThat(classes).doesNotExist();
  }

  @Test
  void otherCodeIsLeftAsItIs() throws IOException {
    Files.writeString(folder.resolve("app.py"), "def handler(e, c): pass");
    try (var build = JavaBuild.of(folder)) {
      assertThat(build.folder()).isEqualTo(folder);
    }
    assertThat(folder.resolve("app.py")).exists();
  }

  @Test
  void whatDoesNotCompileIsToldInTheCompilersWords() throws IOException {
    Files.writeString(folder.resolve("Order.java"), "class Order { int x = \"\"; }");
    assertThatThrownBy(() -> JavaBuild.of(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("do not compile")
        .hasMessageContaining("incompatible types");
  }
}
