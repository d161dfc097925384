package dev.hearth.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimesTest {
  private static final Mount SDK = new Mount(Path.of("/host/sdk"), "/var/runtime");
  private static final Mount LANGUAGE = new Mount(Path.of("/host/node"), "/var/lang");
  private static final Mount BOOTSTRAP = new Mount(Path.of("/host/boot"), "/var/hearth");

  private final Runtimes runtimes =
      new Runtimes(
          List.of(
              new HostRuntime(Family.PYTHON, "3.9", List.of(BOOTSTRAP, SDK)),
              new HostRuntime(Family.PYTHON, "3.11", List.of(BOOTSTRAP, SDK)),
              new HostRuntime(Family.NODE, "22.1.0", List.of(BOOTSTRAP, SDK, LANGUAGE)),
              new HostRuntime(Family.JAVA, "17.0.15", List.of(BOOTSTRAP, LANGUAGE)),
              new HostRuntime(Family.JAVA, "25.0.3", List.of(BOOTSTRAP, LANGUAGE)),
              new HostRuntime(Family.PROVIDED, "", List.of())));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "python3.11, python3.11",
    "python3.9, python3.9",
    "nodejs22.x, nodejs22",
    "java17, java17",
    "java25, java25",
    "provided, provided",
    "provided.al2, provided",
    "provided.al2023, provided",
  })
  void anIdentifierThatTheHostHasIsServedByItself(String identifier, String runtime) {
    var choice = runtimes.choose(identifier);
    assertThat(choice.runtime().name()).isEqualTo(runtime);
    assertThat(choice.note()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "python3.8, python3.9",
    "python3.10, python3.11",
    "python3.14, python3.11",
    "nodejs14.x, nodejs22",
    "nodejs24.x, nodejs22",
    "java8.al2, java17",
    "java11, java17",
    "java21, java25",
  })
  void otherIdentifiersRunOnTheNearestAndSaySo(String identifier, String runtime) {
    var choice = runtimes.choose(identifier);
    assertThat(choice.runtime().name()).isEqualTo(runtime);
    assertThat(choice.note()).contains(identifier).contains(runtime);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ruby3.3", "dotnet8"})
  void runtimesThatHearthDoesNotServeYetAreNamed(String identifier) {
    assertThatThrownBy(() -> runtimes.choose(identifier))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(identifier + " is not served yet");
  }

  @Test
  void aRuntimeOfTheHostTellsWhatItServes() {
    var java = runtimes.choose("java21").runtime();
    assertThat(runtimes.servedBy(java)).containsExactly("java21", "java25");
    assertThat(new Runtimes(List.of(java)).servedBy(java)).hasSize(6);
  }

  @Test
  void aJvmIsToldOfItsMemoryAndProcessors() {
    var java = runtimes.choose("java21").runtime();
    assertThat(java.command(Layout.ISOLATED, 512))
        .startsWith("/var/lang/bin/java")
        .contains("-XX:MaxHeapSize=445644k", "-XX:ActiveProcessorCount=2", "-XX:+UseSerialGC")
        .endsWith("-jar", "/var/hearth/runtime.jar");
    assertThat(java.command(Layout.ISOLATED, 10_240)).contains("-XX:ActiveProcessorCount=6");
    assertThat(java.command(Layout.ISOLATED, 512))
        .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0")
        .contains("-XX:TrimNativeHeapInterval=10000");
    assertThat(java.parkedName(512)).isEqualTo("java25-512");
    var choice = runtimes.choose("java21");
    assertThat(choice.parks(spec(Map.of("A", "b")))).isTrue();
    assertThat(choice.parks(spec(Map.of("JAVA_TOOL_OPTIONS", "-Da=b")))).isFalse();
    assertThat(choice.environment(spec(Map.of()), Layout.ISOLATED))
        .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java21");
    assertThat(choice.command(spec(Map.of()), Layout.ISOLATED)).endsWith("at-once");
  }

  @Test
  void whatAFunctionsOwnerTellsTheJvmIsNotOverruled() {
    var own = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m -XX:+UseParallelGC -XX:TieredStopAtLevel=4");
    assertThat(runtimes.choose("java21").command(spec(own), Layout.ISOLATED))
        .contains("-XX:ActiveProcessorCount=2")
        .noneMatch(option -> option.matches("-XX:(MaxHeapSize|.UseSerialGC|TieredStopAt).*"));
  }

  @Test
  void aRuntimeThatLambdaHasWithdrawnIsRefusedInItsWords() {
    assertThatThrownBy(() -> runtimes.choose("go1.x"))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith(
            "The runtime parameter of go1.x is no longer supported for creating or updating");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "python", "python2.7", "python3.99", "nodejs", "nodejs24", "cobol"})
  void unknownRuntimesAreRefusedInAwsWords(String identifier) {
    assertThatThrownBy(() -> runtimes.choose(identifier))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith(
            "Value " + identifier + " at 'runtime' failed to satisfy constraint: Member must");
  }

  @Test
  void aFamilyThatIsNotInstalledIsRefusedWithTheWayToMendIt() {
    var none = new Runtimes(List.of());
    assertThatThrownBy(() -> none.choose("nodejs24.x"))
        .hasMessage(
            "Runtime nodejs24.x: this host has no node runtime: run `hearth runtimes install`");
    assertThat(none.has(Family.NODE)).isFalse();
  }

  @Test
  void theHostIsSearchedWithoutStartingAProcess() throws IOException {
    Files.createDirectories(folder.resolve("node-24.1.2/bin"));
    Files.createDirectories(folder.resolve("node-22.0.0/bin"));
    Files.createDirectories(folder.resolve(".installing-1"));
    var found = Runtimes.find(folder);
    assertThat(found.choose("nodejs22.x").runtime().version()).isEqualTo("22.0.0");
    assertThat(found.choose("nodejs24.x").runtime().version()).isEqualTo("24.1.2");
    assertThat(found.has(Family.PROVIDED)).isTrue();
    var bootstrap =
        found.choose("nodejs24.x").runtime().mounts().stream()
            .filter(mount -> mount.inside().equals("/var/hearth"))
            .findFirst()
            .orElseThrow()
            .host();
    assertThat(bootstrap.resolve("bootstrap.cjs")).isNotEmptyFile();
    var permissions = Files.getPosixFilePermissions(bootstrap.resolve("bootstrap.cjs"));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-r--r--");
    assertThat(Runtimes.find(folder).installed()).isEqualTo(found.installed());
  }

  @Test
  void insideASandboxEverythingIsAtAwsPlaces() {
    var spec = spec(Map.of("A", "b", "_HANDLER", "mine", "PATH", "/own", "NODE_PATH", "/more"));
    var choice = runtimes.choose("nodejs24.x");
    assertThat(choice.command(spec, Layout.ISOLATED))
        .containsExactly("/var/lang/bin/node", "/var/hearth/bootstrap.cjs");
    assertThat(choice.environment(spec, Layout.ISOLATED))
        .containsEntry("A", "b")
        .containsEntry("PATH", "/own")
        .containsEntry("_HANDLER", "app.handler")
        .containsEntry("TZ", ":UTC")
        .containsEntry("LANG", "en_US.UTF-8")
        .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs24.x")
        .containsEntry("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
        .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "f")
        .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .containsEntry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
        .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f")
        .containsEntry("AWS_LAMBDA_LOG_STREAM_NAME", "stream")
        .containsEntry("LAMBDA_TASK_ROOT", "/var/task")
        .containsEntry("LAMBDA_RUNTIME_DIR", "/var/runtime")
        .containsEntry(
            "NODE_PATH",
            "/more:/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules"
                + ":/var/runtime/node_modules:/var/runtime:/var/task");
  }

  @Test
  void onTheHostEverythingIsWhereItIs() {
    var spec = spec(Map.of());
    var layout = Layout.onHost(spec.code(), List.of(Path.of("/l1"), Path.of("/l2")), "h:1");
    var choice = runtimes.choose("python3.11");
    assertThat(choice.command(spec, layout))
        .containsExactly("/usr/bin/python3.11", "-ISB", "-X", "utf8", "/host/boot/bootstrap.py");
    assertThat(choice.environment(spec, layout))
        .containsEntry("LAMBDA_TASK_ROOT", folder.toString())
        .containsEntry("AWS_LAMBDA_RUNTIME_API", "h:1")
        .containsEntry(
            "PYTHONPATH",
            "/l2/python/lib/python3.11/site-packages:/l2/python"
                + ":/l1/python/lib/python3.11/site-packages:/l1/python:/host/sdk");
    assertThat(runtimes.choose("provided").environment(spec, layout))
        .doesNotContainKey("AWS_EXECUTION_ENV");
  }

  @Test
  void whatIsReadAtTheStartOfAProcessNeedsAFreshOne() throws IOException {
    var node = runtimes.choose("nodejs22.x");
    assertThat(node.parks(spec(Map.of("A", "b")))).isTrue();
    assertThat(node.parks(spec(Map.of("NODE_OPTIONS", "--enable-source-maps")))).isFalse();
    assertThat(node.parks(spec(Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/w")))).isFalse();
    var provided = runtimes.choose("provided");
    assertThat(provided.parks(spec(Map.of("LD_PRELOAD", "x", "IFS_", "y")))).isTrue();
    assertThat(provided.parks(spec(Map.of("IFS", "x")))).isFalse();

    Files.createDirectories(folder.resolve("lib"));
    Files.createFile(folder.resolve("lib/index.js"));
    assertThat(node.parks(spec(Map.of()))).isTrue();
    Files.createFile(folder.resolve("lib/libfoo.so.1"));
    assertThat(node.parks(spec(Map.of()))).isFalse();
  }

  private SandboxSpec spec(Map<String, String> environment) {
    return new SandboxSpec(
        "arn",
        "f",
        "$LATEST",
        "nodejs24.x",
        "app.handler",
        folder,
        List.of(),
        environment,
        128,
        512,
        Duration.ofSeconds(3),
        "stream");
  }
}
