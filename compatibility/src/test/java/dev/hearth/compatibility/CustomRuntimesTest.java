package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// Functions that bring their own runtime, made with what AWS publishes for it, unchanged.
@ExtendWith(Cloud.Extension.class)
@Timeout(300)
class CustomRuntimesTest {
  private final PythonFunction function;

  CustomRuntimesTest(Cloud cloud) {
    function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private void create(String handler, Map<String, byte[]> files) {
    function
        .lambda()
        .createFunction(
            function
                .creation("pass")
                .runtime(Runtime.PROVIDED_AL2023)
                .handler(handler)
                .memorySize(512)
                .timeout(20)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(files))))
                .build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
  }

  private InvokeResponse invoke(String event) {
    return function
        .lambda()
        .invoke(r -> r.functionName(function.name()).payload(SdkBytes.fromUtf8String(event)));
  }

  private String answer(String event) {
    var response = invoke(event);
    assertThat(response.functionError()).as(response.payload().asUtf8String()).isNull();
    return response.payload().asUtf8String();
  }

  private void createProgram(Optional<Path> program, String tool) throws IOException {
    assumeTrue(program.isPresent(), tool + " is missing");
    create("any", Map.of("bootstrap", Files.readAllBytes(program.orElseThrow())));
  }

  @Test
  void aGoProgramWithAwssModuleAnswersFailsAndStreams() throws Exception {
    createProgram(Clients.goFunction(), "go");
    assertThat(answer("{\"name\":\"Ada\"}"))
        .contains("\"hello\":\"Ada\"")
        .contains("\"function\":\"" + function.name() + "\"")
        .contains(":function:" + function.name());
    var error = invoke("{\"name\":\"error\"}");
    assertThat(error.functionError()).isEqualTo("Unhandled");
    assertThat(error.payload().asUtf8String())
        .contains("\"errorMessage\":\"as you wish\"")
        .contains("\"errorType\":\"errorString\"");
    assertThat(answer("{\"name\":\"stream\"}")).isEqualTo("streamed by Go");
    assertThat(invoke("{\"name\":\"panic\"}").payload().asUtf8String()).contains("at the function");
    assertThat(answer("{\"name\":\"Bob\"}")).contains("Bob");
  }

  @Test
  void aRustProgramWithAwssCrateAnswersAndFails() throws Exception {
    createProgram(Clients.rustFunction(), "cargo");
    assertThat(answer("{\"name\":\"Ada\"}")).contains("\"hello\":\"Ada\"");
    assertThat(invoke("{\"name\":\"error\"}").payload().asUtf8String()).contains("as you wish");
    assertThat(answer("{\"name\":\"Bob\"}")).contains("Bob");
  }

  @Test
  void awssRuntimeClientForPythonWorksUnchanged() throws Exception {
    var files = new HashMap<String, byte[]>();
    addFolder(files, Clients.pythonRuntimeClient(), "");
    add(files, "bootstrap", "#!/bin/sh\nexec /usr/bin/python3 -m awslambdaric \"$_HANDLER\"\n");
    add(
        files,
        "app.py",
        """
        def handler(event, context):
            if event == 0:
                raise ValueError("no zero")
            return [event, context.function_name, context.get_remaining_time_in_millis() > 0]
        """);
    create("app.handler", files);
    assertThat(answer("1")).isEqualTo("[1, \"" + function.name() + "\", true]");
    assertThat(invoke("0").payload().asUtf8String())
        .contains("\"errorMessage\": \"no zero\"")
        .contains("\"errorType\": \"ValueError\"");
    assertThat(answer("2")).startsWith("[2,");
  }

  @Test
  @Timeout(900) // compiling it, once for all runs on a machine
  void awssRuntimeClientForNodeWorksUnchanged() throws Exception {
    var client = Clients.nodeRuntimeClient();
    assumeTrue(client.isPresent(), "this machine cannot compile it");
    var files = new HashMap<String, byte[]>();
    addFolder(files, client.get().resolve("bin"), "client/bin/");
    addFolder(files, client.get().resolve("dist"), "client/dist/");
    add(files, "bootstrap", "#!/bin/sh\nexec node /var/task/client/bin/index.mjs \"$_HANDLER\"\n");
    add(
        files,
        "app.mjs",
        """
        export const handler = async (event, context) => {
          if (event === 0) throw new TypeError('no zero');
          return [event, context.functionName, context.getRemainingTimeInMillis() > 0];
        };
        """);
    create("app.handler", files);
    assertThat(answer("1")).isEqualTo("[1,\"" + function.name() + "\",true]");
    assertThat(invoke("0").payload().asUtf8String())
        .contains("\"errorMessage\":\"no zero\"")
        .contains("\"errorType\":\"TypeError\"");
    assertThat(answer("2")).startsWith("[2,");
  }

  @Test
  void awssRuntimeClientForJavaWorksUnchanged() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    assumeTrue(java.startsWith("/usr"), "a sandbox does not see " + java);
    var files = new HashMap<String, byte[]>();
    for (var type :
        List.of(
            AWSLambda.class,
            RequestHandler.class,
            PojoSerializer.class,
            SdkInternalThreadLocal.class)) {
      var archive = JavaPackage.archive(type);
      files.put("lib/" + archive.getFileName(), Files.readAllBytes(archive));
    }
    files.putAll(
        JavaPackage.classes(
            "Function",
            """
            import java.util.*;
            public class Function {
              public Object handle(Map<String, String> event) {
                if (event.isEmpty()) throw new IllegalStateException("nothing");
                return List.of(event.get("name"), System.getenv("AWS_LAMBDA_FUNCTION_NAME"));
              }
            }
            """));
    add(
        files,
        "bootstrap",
        "#!/bin/sh\nexec "
            + java
            + " -Xmx128m -XX:TieredStopAtLevel=1 -cp '/var/task/lib/*' "
            + AWSLambda.class.getName()
            + " \"$_HANDLER\"\n");
    create("Function::handle", files);
    assertThat(answer("{\"name\":\"Ada\"}")).isEqualTo("[\"Ada\",\"" + function.name() + "\"]");
    assertThat(invoke("{}").payload().asUtf8String()).contains("\"errorMessage\":\"nothing\"");
  }

  @Test
  void aProgramThatIsNoneIsToldInLambdasWords() {
    create("any", Map.of("bootstrap", "no program".getBytes(StandardCharsets.UTF_8)));
    assertThat(invoke("1").payload().asUtf8String())
        .matches(
            "\\{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId:"
                + " [0-9a-f-]+ Error: fork/exec /var/task/bootstrap: exec format error\"}");
  }

  private static void add(Map<String, byte[]> files, String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void addFolder(Map<String, byte[]> files, Path folder, String prefix)
      throws IOException {
    try (var tree = Files.walk(folder)) {
      for (var file : tree.filter(Files::isRegularFile).toList()) {
        files.put(prefix + folder.relativize(file), Files.readAllBytes(file));
      }
    }
  }
}
