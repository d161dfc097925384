package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.wire.Service;
import dev.hearth.wire.dispatch.OperationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of operations in `docs/services` are generated: `mvn test -Ddocs=write` writes them.
class ServiceDocsTest {
  private static final Path DOCS = Path.of("..", "docs", "services");
  private static final String BEGIN = "<!-- operations: generated -->\n";
  private static final String END = "<!-- end -->\n";

  @TempDir private Path folder;

  @Test
  void theTablesOfOperationsAreThoseOfTheCode() throws Exception {
    try (var server =
        Server.start(
            new ServerConfig(
                0,
                folder.resolve("data"),
                false,
                new FunctionsConfig("process", folder.resolve("runtimes"))))) {
      assertThat(server.services()).isNotEmpty();
      for (var service : server.services()) {
        check(service);
      }
    }
  }

  private static void check(Service service) throws IOException {
    var file = DOCS.resolve(service.name() + ".md");
    var text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the marks in %s", file).isGreaterThanOrEqualTo(begin);
    var wanted = text.substring(0, begin) + OperationTable.markdown(service) + text.substring(end);
    if ("write".equals(System.getProperty("docs"))) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file))
        .as("%s; mend it with mvn test -Ddocs=write", file)
        .isEqualTo(wanted);
  }
}
