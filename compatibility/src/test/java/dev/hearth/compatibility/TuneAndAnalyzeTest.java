package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.cli.Main;
import dev.hearth.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// `hearth tune` and `hearth analyze`, which try things on copies.
@ExtendWith(Cloud.Extension.class)
class TuneAndAnalyzeTest {
  private final Cloud cloud;
  private final PythonFunction function;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  TuneAndAnalyzeTest(Cloud cloud) {
    this.cloud = cloud;
    this.function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  @Test
  void everySizeIsRunAndTheFunctionIsLeftAsItWas() throws Exception {
    function.create("return [len(context.memory_limit_in_mb), sum(range(200000))]");
    var drawing = folder.resolve("chart.svg");

    assertThat(
            hearth(
                "tune",
                function.name(),
                "--memory",
                "1024,128",
                "--runs",
                "3",
                "--json",
                "--svg",
                drawing.toString()))
        .as(err())
        .isZero();

    var told = json();
    assertThat(told.path("sizes").findValuesAsText("memoryMebibytes"))
        .containsExactly("128", "1024");
    for (var size : told.path("sizes")) {
      assertThat(size.path("medianMillis").asDouble()).isPositive();
      assertThat(size.path("coldMillis").asDouble()).isGreaterThan(0);
      assertThat(size.path("cost").asDouble()).isGreaterThan(0.2);
    }
    assertThat(told.path("balance").asInt()).isIn(128, 1024);
    assertThat(Files.readString(drawing)).contains("<polyline");
    assertThat(configuration().memorySize()).isEqualTo(128);
    assertNoCopyIsLeft();
  }

  @Test
  void aFunctionThatFailsEndsItAndLeavesNoCopy() throws Exception {
    function.create("raise ValueError('not this one')");

    assertThat(hearth("tune", function.name(), "--memory", "128", "--runs", "1")).isEqualTo(1);

    assertThat(err()).contains("With 128 MB the function failed").contains("not this one");
    assertNoCopyIsLeft();
  }

  @Test
  void ofPythonItTellsWhatIsLoadedAndWhatIsNot() throws Exception {
    create(
        Runtime.PYTHON3_12,
        "app.handler",
        CodeZip.ofSources(
            Map.of(
                "app.py", "import heavy\n\ndef handler(event, context):\n    raise SystemExit\n",
                "heavy/__init__.py", "import time; time.sleep(0.02)\nfrom heavy import part\n",
                "heavy/part.py", "",
                "unused.py", "raise ValueError('never loaded')\n")));

    assertThat(hearth("analyze", function.name(), "--json")).as(err()).isZero();

    var told = json();
    assertThat(told.path("packages").findValuesAsText("name")).contains("app", "heavy");
    var slowest = told.path("packages").get(0);
    assertThat(slowest.path("name").asText()).isEqualTo("heavy");
    assertThat(slowest.path("modules").asInt()).isEqualTo(2);
    assertThat(slowest.path("ownMillis").asDouble()).isGreaterThan(20);
    assertThat(told.path("notLoaded").fieldNames()).toIterable().containsExactly("unused");
    assertNoCopyIsLeft();
  }

  @Test
  void ofNodeItTellsWhatIsRequired() throws Exception {
    create(
        Runtime.NODEJS22_X,
        "index.handler",
        CodeZip.ofSources(
            Map.of(
                "index.js", "require('used'); exports.handler = async () => process.exit(1);\n",
                "node_modules/used/index.js", "module.exports = 1;\n",
                "node_modules/unused/index.js", "throw new Error('never loaded');\n")));

    assertThat(hearth("analyze", function.name(), "--json")).as(err()).isZero();

    assertThat(json().path("packages").findValuesAsText("name"))
        .containsExactlyInAnyOrder("index", "used");
    assertThat(json().path("notLoaded").fieldNames()).toIterable().containsExactly("unused");
    assertNoCopyIsLeft();
  }

  @Test
  void whatCannotBeLoadedIsToldInTheFunctionsWords() throws Exception {
    create(
        Runtime.PYTHON3_12,
        "app.handler",
        CodeZip.of("app.py", "import not_to_be_found_anywhere\n"));

    assertThat(hearth("analyze", function.name())).isEqualTo(1);

    assertThat(err()).contains("could not be loaded").contains("not_to_be_found_anywhere");
    assertNoCopyIsLeft();
  }

  private void create(Runtime runtime, String handler, byte[] zip) {
    function
        .lambda()
        .createFunction(
            function
                .creation("")
                .runtime(runtime)
                .handler(handler)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip)))
                .build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
  }

  private FunctionConfiguration configuration() {
    return function.lambda().getFunction(r -> r.functionName(function.name())).configuration();
  }

  private void assertNoCopyIsLeft() {
    var start = function.name().substring(0, 30);
    assertThat(function.lambda().listFunctionsPaginator().functions().stream())
        .extracting(FunctionConfiguration::functionName)
        .filteredOn(name -> name.startsWith(start))
        .containsExactly(function.name());
  }

  private int hearth(String... words) {
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            cloud.environment());
    return Main.run(terminal, words);
  }

  private JsonNode json() throws Exception {
    return JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
