package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "app.py, lambda_handler",
    "lambda_function.py, lambda_handler",
    "main.py, handler",
    "anything.py, handler",
  })
  void aPythonFileThatDefinesAHandlerIsTheEntry(String file, String function) throws IOException {
    write(file, "import json\n\ndef " + function + "(event, context):\n    return {}\n");
    write("helper.py", "def help():\n    pass\n");

    assertThat(Entry.of(folder, null, null))
        .isEqualTo(new Entry(Entry.PYTHON, file.replace(".py", "") + "." + function));
  }

  @Test
  void aPythonHandlerMadeByAFrameworkIsFound() throws IOException {
    write("main.py", "from mangum import Mangum\nhandler = Mangum(app)\n");

    assertThat(Entry.of(folder, null, null)).isEqualTo(new Entry(Entry.PYTHON, "main.handler"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export const handler = async (event) => ({});",
        "export async function handler(event) {}",
        "export function handler(event) {}",
        "const handler = async () => 1;\nexport { handler };",
        "exports.handler = async () => 1;",
        "module.exports.handler = async () => 1;",
        "module.exports = { handler: async () => 1 };",
      })
  void everyWayToExportANodeHandlerIsFound(String source) throws IOException {
    write("index.mjs", source);

    assertThat(Entry.of(folder, null, null)).isEqualTo(new Entry(Entry.NODE, "index.handler"));
  }

  @Test
  void aHandlerThatIsOnlyMentionedIsNone() throws IOException {
    write(
        "index.js", "// exports a handler\nconst handlers = [];\nexport const handlerCount = 0;\n");

    assertThatThrownBy(() -> Entry.of(folder, null, null))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("No handler found");
  }

  @Test
  void theMainOfAPackageIsItsEntryEvenInASubfolder() throws IOException {
    Files.createDirectory(folder.resolve("src"));
    write("src/server.js", "module.exports = require('./build');");
    write("package.json", "{\"main\": \"./src/server.js\"}");
    write("index.js", "exports.handler = 1;");

    assertThat(Entry.of(folder, null, null)).isEqualTo(new Entry(Entry.NODE, "src/server.handler"));
  }

  @Test
  void anExecutableBootstrapIsANativeFunction() throws IOException {
    write("bootstrap", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        folder.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(Entry.of(folder, null, null)).isEqualTo(new Entry(Entry.NATIVE, "bootstrap"));
  }

  @Test
  void twoHandlersAreRefusedAndBothAreNamed() throws IOException {
    write("app.py", "def lambda_handler(event, context): pass\n");
    write("main.py", "def handler(event, context): pass\n");

    assertThatThrownBy(() -> Entry.of(folder, null, null))
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.next())
                    .contains("--handler app.lambda_handler")
                    .contains("--handler main.handler"));
  }

  @Test
  void aNamedRuntimeDecidesBetweenLanguages() throws IOException {
    write("app.py", "def lambda_handler(event, context): pass\n");
    write("index.mjs", "export const handler = 1;");

    assertThat(Entry.of(folder, "python3.12", null))
        .isEqualTo(new Entry("python3.12", "app.lambda_handler"));
  }

  @Test
  void aNamedHandlerTellsTheRuntimeByItsFile() throws IOException {
    write("tasks.py", "def nightly(event, context): pass\n");
    write("index.mjs", "export const handler = 1;");

    assertThat(Entry.of(folder, null, "tasks.nightly"))
        .isEqualTo(new Entry(Entry.PYTHON, "tasks.nightly"));
  }

  @Test
  void whatTheUserNamesIsTakenAsItIs() {
    assertThat(Entry.of(folder, "java25", "com.example.Main"))
        .isEqualTo(new Entry("java25", "com.example.Main"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
