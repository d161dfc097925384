package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;

/// WebAssembly modules as functions: a program in Rust, through AWS's SDK.
@ExtendWith(Cloud.Extension.class)
@Timeout(120)
class WasmFunctionsTest {
  private final PythonFunction function; // for its role and its client

  WasmFunctionsTest(Cloud cloud) {
    function = new PythonFunction(cloud);
  }

  @BeforeEach
  void create() throws IOException {
    create("app.wasm", CodeZip.of("app.wasm", tries()));
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
  }

  @AfterEach
  void close() {
    function.close();
  }

  private static byte[] tries() throws IOException {
    try (var module = WasmFunctionsTest.class.getResourceAsStream("wasm/tries.wasm")) {
      return Objects.requireNonNull(module).readAllBytes();
    }
  }

  private void create(String handler, byte[] zip) {
    function
        .lambda()
        .createFunction(
            function
                .creation("pass")
                .runtime("wasm")
                .handler(handler)
                .memorySize(128)
                .timeout(5)
                .environment(e -> e.variables(Map.of("STAGE", "test")))
                .code(c -> c.zipFile(SdkBytes.fromByteArray(zip)))
                .build());
  }

  private InvokeResponse invoke(String event) {
    return function
        .lambda()
        .invoke(
            r ->
                r.functionName(function.name())
                    .logType(LogType.TAIL)
                    .payload(SdkBytes.fromUtf8String(event)));
  }

  private String answer(String event) {
    var response = invoke(event);
    assertThat(response.functionError()).as(response.payload().asUtf8String()).isNull();
    return response.payload().asUtf8String();
  }

  private String error(String event) {
    var response = invoke(event);
    assertThat(response.functionError()).isEqualTo("Unhandled");
    return response.payload().asUtf8String();
  }

  private static String log(InvokeResponse response) {
    return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
  }

  @Test
  void aProgramInRustAnswersLogsAndFailsAsAnyFunctionDoes() {
    assertThat(answer("{\"name\":\"Ada\"}")).isEqualTo("{\"name\":\"Ada\"}");
    assertThat(answer("\"environment\"")).startsWith("[\"test\",\"" + function.name() + "\",\"");
    assertThat(log(invoke("\"log\"")))
        .contains("START RequestId: ", "one\n", "two\n", "END RequestId: ", "Max Memory Used: ");
    assertThat(error("\"exit\""))
        .contains("\"errorType\":\"Runtime.ExitError\"")
        .contains("Runtime exited with error: exit status 3");
    var failed = invoke("\"panic\"");
    assertThat(failed.payload().asUtf8String()).contains("\"errorType\":\"Runtime.Trap\"");
    assertThat(log(failed)).contains("as you wish");
    assertThat(answer("1")).isEqualTo("1");
  }

  @Test
  void whatItMayTakeIsBounded() {
    assertThat(Integer.parseInt(answer("\"grow\""))).isBetween(100, 127); // MiB
    assertThat(answer("\"files\"")).isEqualTo("[true,true]");
    assertThat(error("\"large\"")).contains("Function.ResponseSizeTooLarge");
    assertThat(error("\"loop\"")).contains("Task timed out after 5.00 seconds");
    assertThat(answer("1")).isEqualTo("1");
  }

  @Test
  void whatCannotBeRunIsRefusedWhenItComes() {
    var lambda = function.lambda();
    var name = function.name();
    assertThatThrownBy(
            () ->
                lambda.updateFunctionCode(
                    r ->
                        r.functionName(name)
                            .zipFile(SdkBytes.fromByteArray(CodeZip.of("app.wasm", "no module")))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("The module app.wasm is not valid WebAssembly");
    assertThatThrownBy(
            () ->
                lambda.createFunction(
                    function
                        .creation("pass")
                        .functionName(name + "-2")
                        .runtime("wasm")
                        .handler("app")
                        .build()))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("The handler names the module app.wasm");
    lambda.updateFunctionConfiguration(r -> r.functionName(name).handler("other"));
    var updated =
        Await.until(
            () -> lambda.getFunctionConfiguration(r -> r.functionName(name)),
            it -> it.lastUpdateStatus() != LastUpdateStatus.IN_PROGRESS);
    assertThat(updated.lastUpdateStatus()).isEqualTo(LastUpdateStatus.FAILED);
    assertThat(updated.lastUpdateStatusReason()).contains("other.wasm");
  }

  @Test
  void theExampleIsTheProgramThatItsSourceSays() throws IOException {
    var example = Files.readAllBytes(Path.of("../examples/hello-wasm/app.wasm"));
    function
        .lambda()
        .updateFunctionCode(
            r ->
                r.functionName(function.name())
                    .zipFile(SdkBytes.fromByteArray(CodeZip.of("app.wasm", example))));
    function.lambda().waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(function.name()));
    assertThat(answer("{\"a\":1}"))
        .isEqualTo("{\"message\":\"Hello from WebAssembly!\",\"event\":{\"a\":1}}\n");
  }
}
