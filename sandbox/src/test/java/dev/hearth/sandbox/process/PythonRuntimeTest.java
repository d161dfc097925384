package dev.hearth.sandbox.process;

import static dev.hearth.sandbox.process.TestFunctions.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our Python bootstrap behaves as AWS's runtime does.
@Timeout(60)
class PythonRuntimeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private TestFunctions functions;

  @BeforeEach
  void open() {
    functions = new TestFunctions(folder);
  }

  @AfterEach
  void close() {
    functions.close();
  }

  @Test
  void theHandlerGetsTheEventAndItsResultIsTheAnswer() {
    var source =
        """
        import json
        def handler(event, context):
            return {"statusCode": 200, "body": json.dumps("Hello from " + event["who"])}
        """;
    assertThat(functions.python(source).answer("{\"who\": \"Lambda!\"}"))
        .isEqualTo("{\"statusCode\": 200, \"body\": \"\\\"Hello from Lambda!\\\"\"}");
  }

  @Test
  void theContextHasAllItsFields() throws Exception {
    var source =
        """
        def handler(event, c):
            return [c.aws_request_id, c.function_name, c.function_version, c.invoked_function_arn,
                    c.memory_limit_in_mb, c.log_group_name, c.log_stream_name,
                    c.client_context.custom["k"], c.client_context.client.app_title,
                    c.identity.cognito_identity_id, c.identity.cognito_identity_pool_id,
                    0 < c.get_remaining_time_in_millis() <= 20000]
        """;
    var function = functions.python(source).start();
    var run =
        function
            .sandbox()
            .run(
                new Invocation(
                    "id-9",
                    "arn:alias",
                    Payload.of("{}"),
                    null,
                    "{\"custom\":{\"k\":\"ü\"},\"client\":{\"app_title\":\"t\"}}",
                    "{\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}",
                    null));
    assertThat(JSON.readTree(((Run.Succeeded) run).payload().text()))
        .isEqualTo(
            JSON.readTree(
                """
                ["id-9", "f", "7", "arn:alias", "256", "/aws/lambda/f", "2026/01/02/[7]abc",
                 "ü", "t", "i", "p", true]
                """));
  }

  @Test
  void withoutClientAndIdentityTheContextSaysNone() {
    var source =
        """
        def handler(event, c):
            return [c.client_context, c.identity.cognito_identity_id]
        """;
    assertThat(functions.python(source).answer("{}")).isEqualTo("[null, null]");
  }

  @Test
  void theEnvironmentIsTheFunctionsAndNothingOfThePlatforms() throws Exception {
    var source =
        """
        import os, sys, time
        def handler(event, context):
            os.environ.setdefault("CWD", os.getcwd())
            return dict(os.environ, TZNAME=time.tzname[0], PATH0=sys.path[0])
        """;
    var answer =
        JSON.readTree(
            functions
                .python(source)
                .set("MINE", "yes")
                .set("AWS_REGION", "eu-west-1")
                .answer("{}"));
    var task = answer.get("LAMBDA_TASK_ROOT").asText();
    assertThat(answer.get("CWD").asText()).isEqualTo(task);
    assertThat(answer.get("PATH0").asText()).isEqualTo(task);
    assertThat(answer.get("MINE").asText()).isEqualTo("yes");
    assertThat(answer.get("AWS_REGION").asText()).isEqualTo("eu-west-1");
    assertThat(answer.get("AWS_EXECUTION_ENV").asText()).isEqualTo("AWS_Lambda_python3.12");
    assertThat(answer.get("_HANDLER").asText()).isEqualTo("app.handler");
    assertThat(answer.get("TZNAME").asText()).isEqualTo("UTC");
    assertThat(answer.has("HOME")).isFalse();
    assertThat(answer.has("JAVA_HOME")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"dir/app.handler,dir/app.py", "pkg.mod.handler,pkg/mod.py", "a/b/c.handler,a/b/c.py"})
  void handlersInFoldersAreFound(String handler, String file) {
    var function =
        functions.setup("python3.12", handler).file(file, "def handler(e, c): return 'here'");
    assertThat(function.answer("{}")).isEqualTo("\"here\"");
  }

  @Test
  void anExceptionIsReportedWithItsTypeAndTheFunctionsOwnFrames() throws Exception {
    var source =
        """
        class Mine(Exception):
            pass
        def inner():
            raise Mine("bad ü")
        def handler(event, context):
            inner()
        """;
    var function = functions.python(source).start();
    var run = (Run.Failed) function.run("{}");
    assertThat(run.errorType()).isEqualTo("Mine");
    var error = JSON.readTree(run.payload().text());
    assertThat(error.get("errorMessage").asText()).isEqualTo("bad ü");
    assertThat(error.get("errorType").asText()).isEqualTo("Mine");
    assertThat(error.get("requestId").asText()).isEqualTo("id-1");
    var code = function.sandbox().spec().code();
    assertThat(error.get("stackTrace"))
        .extracting(node -> node.asText())
        .containsExactly(
            "  File \"" + code + "/app.py\", line 6, in handler\n    inner()\n",
            "  File \"" + code + "/app.py\", line 4, in inner\n    raise Mine(\"bad ü\")\n");
    assertThat(function.lines()).hasSize(1);
    assertThat(function.lines().getFirst())
        .startsWith("[ERROR] Mine: bad ü\nTraceback (most recent call last):\n\u00a0\u00a0File \"")
        .endsWith("raise Mine(\"bad ü\")");
    assertThat(function.run("{}")).isInstanceOf(Run.Failed.class);
  }

  @Test
  void resultsThatAreNoJsonAreMarshalErrors() {
    var run = functions.python("def handler(e, c): return {1, 2}").run("{}");
    assertThat(((Run.Failed) run).errorType()).isEqualTo("Runtime.MarshalError");
    assertThat(errorOf(run))
        .isEqualTo(
            "{\"errorMessage\": \"Unable to marshal response: Object of type set is not JSON"
                + " serializable\", \"errorType\": \"Runtime.MarshalError\", \"requestId\":"
                + " \"id-1\", \"stackTrace\": []}");
    var coroutine = functions.python("async def handler(e, c): return 1").run("{}");
    assertThat(errorOf(coroutine)).contains("Object of type coroutine is not JSON serializable");
  }

  @Test
  void eventsThatAreNoJsonAreUnmarshalErrors() {
    var run = functions.python("def handler(e, c): return 1").run("{nonsense");
    assertThat(errorOf(run)).contains("Runtime.UnmarshalError", "Unable to unmarshal input: ");
  }

  @Test
  void decimalsKeepTheirDigitsAndNanPasses() {
    var source =
        """
        from decimal import Decimal
        def handler(e, c):
            return [Decimal("1.10"), {"a": Decimal("12345678901234567890.5")}, float("nan")]
        """;
    assertThat(functions.python(source).answer("{}"))
        .isEqualTo("[1.10, {\"a\": 12345678901234567890.5}, NaN]");
  }

  @Test
  void bytesAreTheAnswerAsTheyAre() {
    var run = (Run.Succeeded) functions.python("def handler(e, c): return b'raw'").run("{}");
    assertThat(run.payload().text()).isEqualTo("raw");
    assertThat(run.contentType()).isEqualTo("application/unknown");
  }

  @Test
  void aModuleThatIsMissingFailsTheInitialisation() throws Exception {
    var function = functions.python("import nowhere_to_be_found").start();
    var run = function.run("{}");
    assertThat(run).isInstanceOf(Run.InitFailed.class);
    assertThat(((Run.InitFailed) run).errorType()).isEqualTo("Runtime.ImportModuleError");
    assertThat(JSON.readTree(errorOf(run)))
        .isEqualTo(
            JSON.readTree(
                """
                {"errorMessage": "Unable to import module 'app': No module named 'nowhere_to_be_found'",
                 "errorType": "Runtime.ImportModuleError", "requestId": "", "stackTrace": []}
                """));
    assertThat(function.lines().getFirst())
        .startsWith("[ERROR] Runtime.ImportModuleError: Unable to import module 'app'");
    assertThat(function.run("{}")).isInstanceOf(Run.InitFailed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone.handler | Runtime.ImportModuleError | Unable to import module 'gone': No module named"
            + " 'gone'",
        "app.gone | Runtime.HandlerNotFound | Handler 'gone' missing on module 'app'",
        "app | Runtime.MalformedHandlerName | Bad handler 'app': not enough values to unpack"
            + " (expected 2, got 1)",
        "sys.exit | Runtime.BuiltInModuleConflict | Cannot use built-in module sys as a handler"
            + " module",
        "broken.handler | Runtime.UserCodeSyntaxError | Syntax error in module 'broken': ",
        "raises.handler | ValueError | at import",
      })
  void initialisationErrorsHaveAwsNames(String handler, String type, String message) {
    var run =
        functions
            .setup("python3.12", handler)
            .file("app.py", "def handler(e, c): return 1")
            .file("broken.py", "def handler(e, c):\n  return (")
            .file("raises.py", "raise ValueError('at import')")
            .run("{}");
    assertThat(run).isInstanceOf(Run.InitFailed.class);
    assertThat(((Run.InitFailed) run).errorType()).isEqualTo(type);
    assertThat(errorOf(run)).contains("\"errorMessage\": \"" + message);
  }

  @Test
  void aHandlerThatExitsCrashesTheSandbox() throws Exception {
    var function =
        functions.python("import sys\ndef handler(e, c):\n  print('bye')\n  sys.exit(3)").start();
    var run = (Run.Crashed) function.run("{}");
    assertThat(run.exit()).isEqualTo("exit status 3");
    assertThat(function.lines()).containsExactly("bye");
    assertThat(function.sandbox().alive()).isFalse();
  }

  @Test
  void aHandlerThatKillsItselfCrashesTheSandbox() {
    var source = "import os\ndef handler(e, c): os.kill(os.getpid(), 9)";
    assertThat(((Run.Crashed) functions.python(source).run("{}")).exit())
        .isEqualTo("signal: killed");
  }

  @Test
  void aHandlerThatTakesTooLongIsCutOff() {
    var source =
        """
        import time
        def handler(e, c):
            print("working", flush=True)
            time.sleep(60)
        """;
    var function = functions.python(source).timeout(Duration.ofMillis(300)).start();
    var run = (Run.TimedOut) function.run("{}");
    assertThat(run.limit()).isEqualTo(Duration.ofMillis(300));
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(5));
    assertThat(function.lines()).containsExactly("working");
  }

  @Test
  void logLinesHaveLambdasFormat() {
    var source =
        """
        import logging, sys
        logging.getLogger().setLevel(logging.INFO)
        def handler(event, context):
            print("plain")
            print("to stderr", file=sys.stderr)
            logging.info("hello\\nworld")
            logging.debug("silent")
            try:
                1 / 0
            except ZeroDivisionError:
                logging.exception("oops")
            context.log("direct\\n")
            print("no end", end="")
        """;
    var function = functions.python(source).start();
    function.answer("{}");
    var time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    var lines = function.lines();
    assertThat(lines).hasSize(6);
    assertThat(lines.subList(0, 2)).containsExactly("plain", "to stderr");
    assertThat(lines.get(2)).matches("\\[INFO\\]\\t" + time + "\\tid-1\\thello\\nworld");
    assertThat(lines.get(3))
        .matches(
            "(?s)\\[ERROR\\]\\t"
                + time
                + "\\tid-1\\toops\\nTraceback \\(most recent call last\\):\\n.*ZeroDivisionError:"
                + " division by zero");
    assertThat(lines.subList(4, 6)).containsExactly("direct", "no end");
  }

  @Test
  void logLinesAreJsonWhereTheFunctionAsksForIt() throws Exception {
    var source =
        """
        import logging
        log = logging.getLogger("mine")
        def handler(event, context):
            log.warning("careful %s", "ü", extra={"order": 7})
            log.info("silent")
            raise ValueError("bad")
        """;
    var function = functions.python(source).set("AWS_LAMBDA_LOG_FORMAT", "JSON").start();
    function.run("{}");
    assertThat(function.lines()).hasSize(2);
    var warning = JSON.readTree(function.lines().get(0));
    assertThat(warning.get("timestamp").asText()).endsWith("Z");
    assertThat(warning.get("level").asText()).isEqualTo("WARNING");
    assertThat(warning.get("message").asText()).isEqualTo("careful ü");
    assertThat(warning.get("logger").asText()).isEqualTo("mine");
    assertThat(warning.get("requestId").asText()).isEqualTo("id-1");
    assertThat(warning.get("order").asInt()).isEqualTo(7);
    var error = JSON.readTree(function.lines().get(1));
    assertThat(error.get("level").asText()).isEqualTo("ERROR");
    assertThat(error.get("errorMessage").asText()).isEqualTo("bad");
    assertThat(error.get("stackTrace").isArray()).isTrue();
  }

  @Test
  void theLogLevelIsSetFromOutside() {
    var source = "import logging\ndef handler(e, c): logging.debug('seen')";
    var function = functions.python(source).set("AWS_LAMBDA_LOG_LEVEL", "DEBUG").start();
    function.answer("{}");
    assertThat(function.lines()).hasSize(1);
    assertThat(function.lines().getFirst()).endsWith("\tseen");
  }

  @Test
  void stateLivesFromOneInvocationToTheNext() {
    var source = "n = 0\ndef handler(e, c):\n  global n\n  n += 1\n  print(n)\n  return n";
    var function = functions.python(source).start();
    for (int i = 1; i <= 100; i++) {
      assertThat(function.answer("{}")).isEqualTo(Integer.toString(i));
      assertThat(function.lines()).hasSize(i).last().isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void sixMebibytesPassBothWays() {
    var function = functions.python("def handler(e, c): return e").start();
    var event = "\"" + "ü".repeat(3 * 1024 * 1024 - 1) + "\"";
    // AWS's runtimes up to 3.11 would escape; python3.12 does not.
    assertThat(function.answer(event)).isEqualTo(event);
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedAndTheSandboxGoesOn() {
    var source = "def handler(e, c): return 'x' * e";
    var function = functions.python(source).start();
    var run = (Run.TooLarge) function.run("7000000");
    assertThat(run.bytes()).isEqualTo(7_000_002);
    assertThat(function.answer("3")).isEqualTo("\"xxx\"");
  }

  @Test
  void boto3IsThere() {
    var source = "import boto3\ndef handler(e, c): return boto3.__version__";
    assertThat(functions.python(source).answer("{}")).startsWith("\"1.");
  }

  @Test
  void layersAreImportedAndTheFunctionsOwnModulesComeFirst() {
    var answer =
        functions
            .python("import a, b\ndef handler(e, c): return [a.where, b.where]")
            .file("b.py", "where = 'task'")
            .layer("python/a.py", "where = 'first'")
            .layer("python/a.py", "where = 'second'")
            .layer("python/b.py", "where = 'layer'")
            .answer("{}");
    assertThat(answer).isEqualTo("[\"second\", \"task\"]");
  }

  @Test
  void theTraceIdIsInTheEnvironment() {
    var source = "import os\ndef handler(e, c): return os.environ.get('_X_AMZN_TRACE_ID')";
    var function = functions.python(source).start();
    var traced = new Invocation("1", "arn", Payload.of("{}"), "Root=1", null, null, null);
    assertThat(function.sandbox().run(traced))
        .isInstanceOfSatisfying(
            Run.Succeeded.class, run -> assertThat(run.payload().text()).isEqualTo("\"Root=1\""));
    assertThat(function.answer("{}")).isEqualTo("null");
  }

  @Test
  void exitAndTheOtherNamesOfSiteExist() {
    assertThat(functions.python("def handler(e, c): exit(4)").run("{}"))
        .isInstanceOfSatisfying(
            Run.Crashed.class, run -> assertThat(run.exit()).isEqualTo("exit status 4"));
  }

  @Test
  void theHostsOwnPackagesAreNotSeen() {
    var source = "import sys\ndef handler(e, c): return [p for p in sys.path if 'dist' in p]";
    assertThat(functions.python(source).answer("{}")).isEqualTo("[]");
  }
}
