package dev.hearth.sandbox.process;

import static dev.hearth.sandbox.process.TestFunctions.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our Node bootstrap behaves as AWS's runtime does.
@Timeout(60)
class NodeRuntimeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

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
  void anAsyncHandlersResultIsTheAnswer() {
    var source = "exports.handler = async (event) => ({ hello: event.who, missing: undefined });";
    assertThat(functions.node(source).answer("{\"who\":\"wörld\"}"))
        .isEqualTo("{\"hello\":\"wörld\"}");
    assertThat(functions.node("exports.handler = async () => {};").answer("{}")).isEqualTo("null");
  }

  @Test
  void theContextHasAllItsFields() throws Exception {
    var source =
        """
        exports.handler = async (event, c) => [c.awsRequestId, c.functionName, c.functionVersion,
          c.invokedFunctionArn, c.memoryLimitInMB, c.logGroupName, c.logStreamName,
          c.clientContext.custom.k, c.identity.cognitoIdentityId, c.callbackWaitsForEmptyEventLoop,
          c.getRemainingTimeInMillis() > 0 && c.getRemainingTimeInMillis() <= 20000,
          process.env._X_AMZN_TRACE_ID];
        """;
    var run =
        functions
            .node(source)
            .start()
            .sandbox()
            .run(
                new Invocation(
                    "id-9",
                    "arn:alias",
                    Payload.of("{}"),
                    "Root=1",
                    "{\"custom\":{\"k\":\"ü\"}}",
                    "{\"cognitoIdentityId\":\"i\"}",
                    null));
    assertThat(JSON.readTree(((Run.Succeeded) run).payload().text()))
        .isEqualTo(
            JSON.readTree(
                """
                ["id-9", "f", "7", "arn:alias", "256", "/aws/lambda/f", "2026/01/02/[7]abc", "ü",
                 "i", true, true, "Root=1"]
                """));
  }

  @Test
  void theEnvironmentIsTheFunctionsAndNothingOfThePlatforms() throws Exception {
    var source =
        """
        exports.handler = async () => ({ ...process.env, CWD: process.cwd(),
          ZONE: new Date().getTimezoneOffset() });
        """;
    var answer = JSON.readTree(functions.node(source).set("MINE", "yes").answer("{}"));
    assertThat(answer.get("CWD")).isEqualTo(answer.get("LAMBDA_TASK_ROOT"));
    assertThat(answer.get("MINE").asText()).isEqualTo("yes");
    assertThat(answer.get("AWS_EXECUTION_ENV").asText()).isEqualTo("AWS_Lambda_nodejs24.x");
    assertThat(answer.get("ZONE").asInt()).isZero();
    assertThat(answer.has("HOME")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index.handler | index.cjs | exports.handler = async () => 'here'",
        "index.handler | index.mjs | export const handler = async () => 'here'",
        "index.handler | index.ts | exports.handler = async (e: unknown): Promise<string> =>"
            + " 'here'",
        "src/api/index.handler | src/api/index.js | exports.handler = async () => 'here'",
        "index.a.b.handler | index.js | exports.a = { b: { handler: async () => 'here' } }",
        "index.default | index.mjs | export default async () => 'here'",
        "index.handler | index.mjs | const x = await Promise.resolve('here'); export const handler"
            + " = async () => x",
      })
  void handlersAreFoundInFilesOfEveryKind(String handler, String file, String source) {
    assertThat(functions.setup("nodejs24.x", handler).file(file, source).answer("{}"))
        .isEqualTo("\"here\"");
  }

  @Test
  void aPackageOfTypeModuleIsImported() {
    var function =
        functions
            .node("import { word } from './word.js'; export const handler = async () => word;")
            .file("word.js", "export const word = 'imported';")
            .file("package.json", "{\"type\": \"module\"}");
    assertThat(function.answer("{}")).isEqualTo("\"imported\"");
  }

  @Test
  void callbacksAnswer() {
    var source = "exports.handler = (e, c, callback) => setTimeout(() => callback(null, e), 20);";
    assertThat(functions.node(source).answer("[1]")).isEqualTo("[1]");
    var failing = "exports.handler = (e, c, callback) => callback(new TypeError('no'));";
    var run = (Run.Failed) functions.node(failing).run("{}");
    assertThat(run.errorType()).isEqualTo("TypeError");
  }

  @Test
  void aCallbacksAnswerWaitsUntilNothingIsLeftToDo() {
    var source =
        """
        exports.handler = (event, context, callback) => {
          context.callbackWaitsForEmptyEventLoop = event.wait;
          setTimeout(() => console.log('later'), 200);
          callback(null, 'answer');
        };
        """;
    var waiting = functions.node(source).start();
    assertThat(waiting.answer("{\"wait\": true}")).isEqualTo("\"answer\"");
    assertThat(waiting.lines()).hasSize(1);
    var hasty = functions.node(source).start();
    assertThat(hasty.answer("{\"wait\": false}")).isEqualTo("\"answer\"");
    assertThat(hasty.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"context.succeed('x')", "context.done(null, 'x')"})
  void theContextsOldWaysToAnswerWork(String call) {
    var source = "exports.handler = (event, context) => { " + call + "; };";
    assertThat(functions.node(source).answer("{}")).isEqualTo("\"x\"");
  }

  @Test
  void contextFailIsAnError() {
    var run = functions.node("exports.handler = (e, c) => c.fail('told you');").run("{}");
    assertThat(errorOf(run))
        .isEqualTo("{\"errorType\":\"string\",\"errorMessage\":\"told you\",\"trace\":[]}");
  }

  @Test
  void handlersThatNeverAnswerEndWhenNothingIsLeftToDo() {
    assertThat(functions.node("exports.handler = () => {};").answer("{}")).isEqualTo("null");
    var never = functions.node("exports.handler = async () => new Promise(() => {});");
    var run = (Run.Failed) never.run("{}");
    assertThat(run.errorType()).isEqualTo("Runtime.NodeJsExit");
  }

  @Test
  void anErrorIsReportedWithItsTypeAndTrace() throws Exception {
    var source =
        """
        class Mine extends Error { constructor(m) { super(m); this.name = 'Mine'; } }
        exports.handler = async () => { throw new Mine('bad ü'); };
        """;
    var function = functions.node(source).start();
    var run = (Run.Failed) function.run("{}");
    assertThat(run.errorType()).isEqualTo("Mine");
    var error = JSON.readTree(run.payload().text());
    assertThat(error.get("errorType").asText()).isEqualTo("Mine");
    assertThat(error.get("errorMessage").asText()).isEqualTo("bad ü");
    assertThat(error.get("trace").get(0).asText()).isEqualTo("Mine: bad ü");
    assertThat(error.get("trace").get(1).asText()).contains("/index.js:2:");
    assertThat(error.has("stackTrace")).isFalse();

    assertThat(function.lines()).hasSize(1);
    var line = function.lines().getFirst();
    assertThat(line).matches(TIME + "\\tid-1\\tERROR\\tInvoke Error \\t\\{.*\\}");
    var logged = JSON.readTree(line.substring(line.indexOf('{')));
    assertThat(logged.get("errorType").asText()).isEqualTo("Mine");
    assertThat(logged.get("stack").isArray()).isTrue();
    assertThat(function.run("{}")).isInstanceOf(Run.Failed.class);
  }

  @Test
  void resultsThatAreNoJsonAreErrors() {
    var source = "exports.handler = async () => { const a = {}; a.a = a; return a; };";
    assertThat(errorOf(functions.node(source).run("{}"))).contains("Unable to stringify response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gone.handler | Runtime.ImportModuleError | Error: Cannot find module 'gone'",
        "needs.handler | Runtime.ImportModuleError | Error: Cannot find module 'nowhere'",
        "index.gone | Runtime.HandlerNotFound | index.gone is undefined or not exported",
        "index.text | Runtime.HandlerNotFound | index.text is not a function",
        "../index.handler | Runtime.MalformedHandlerName | '../index.handler' is not a valid"
            + " handler name",
        "index | Runtime.MalformedHandlerName | Bad handler",
        "broken.handler | Runtime.UserCodeSyntaxError | SyntaxError: ",
        "raises.handler | RangeError | at import",
        "imports.handler | Error | Cannot find package 'nowhere'",
      })
  void initialisationErrorsHaveAwsNames(String handler, String type, String message)
      throws Exception {
    var run =
        functions
            .setup("nodejs24.x", handler)
            .file("index.js", "exports.handler = async () => 1; exports.text = 'x';")
            .file("needs.js", "require('nowhere')")
            .file("broken.js", "exports.handler = async () => (;")
            .file("raises.js", "throw new RangeError('at import')")
            .file("imports.mjs", "import 'nowhere'")
            .run("{}");
    assertThat(run).isInstanceOf(Run.InitFailed.class);
    assertThat(((Run.InitFailed) run).errorType()).isEqualTo(type);
    var error = JSON.readTree(errorOf(run));
    assertThat(error.get("errorType").asText()).isEqualTo(type);
    assertThat(error.get("errorMessage").asText()).startsWith(message);
    assertThat(error.get("trace").isArray()).isTrue();
  }

  @Test
  void anUnhandledRejectionIsReportedAndEndsTheProcess() throws Exception {
    var source =
        """
        exports.handler = async () => {
          Promise.reject(new Error('forgotten'));
          await new Promise((resolve) => setTimeout(resolve, 5000));
        };
        """;
    var function = functions.node(source).start();
    var run = (Run.Failed) function.run("{}");
    assertThat(run.errorType()).isEqualTo("Runtime.UnhandledPromiseRejection");
    assertThat(JSON.readTree(run.payload().text()).get("errorMessage").asText())
        .isEqualTo("Error: forgotten");
    assertThat(function.lines().getFirst()).contains("\tERROR\tUnhandled Promise Rejection \t{");
    assertThat(function.sandbox().alive()).isFalse();
  }

  @Test
  void anUncaughtExceptionIsReportedAndEndsTheProcess() {
    var source =
        """
        exports.handler = async () => {
          setTimeout(() => { throw new TypeError('thrown'); }, 1);
          await new Promise((resolve) => setTimeout(resolve, 5000));
        };
        """;
    var function = functions.node(source).start();
    assertThat(((Run.Failed) function.run("{}")).errorType()).isEqualTo("TypeError");
    assertThat(function.sandbox().alive()).isFalse();
  }

  @Test
  void aHandlerThatExitsCrashesTheSandbox() {
    var run = functions.node("exports.handler = async () => process.exit(3);").run("{}");
    assertThat(((Run.Crashed) run).exit()).isEqualTo("exit status 3");
  }

  @Test
  void aHandlerThatTakesTooLongIsCutOff() {
    var source = "exports.handler = async () => { console.log('on'); for (;;); };";
    var function = functions.node(source).timeout(Duration.ofMillis(300)).start();
    assertThat(function.run("{}")).isInstanceOf(Run.TimedOut.class);
    assertThat(function.lines()).hasSize(1);
  }

  @Test
  void logLinesHaveLambdasFormat() {
    var source =
        """
        console.log('early');
        exports.handler = async () => {
          console.log('hello %s', 'world', { a: 1 });
          console.info('i'); console.warn('w'); console.error('e\\nf');
          console.debug('d'); console.trace('t');
          process.stdout.write('plain\\n');
        };
        """;
    var function = functions.node(source).start();
    function.answer("{}");
    var lines = function.lines();
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).matches(TIME + "\\tundefined\\tINFO\\tearly");
    assertThat(lines.get(1)).matches(TIME + "\\tid-1\\tINFO\\thello world \\{ a: 1 \\}");
    assertThat(lines.get(2)).endsWith("\tid-1\tINFO\ti");
    assertThat(lines.get(3)).endsWith("\tid-1\tWARN\tw");
    assertThat(lines.get(4)).endsWith("\tid-1\tERROR\te\nf");
    assertThat(lines.get(5)).endsWith("\tid-1\tDEBUG\td");
    assertThat(lines.get(6)).endsWith("\tid-1\tTRACE\tt");
    assertThat(lines.get(7)).isEqualTo("plain");
  }

  @Test
  void logLinesAreJsonAndFilteredWhereTheFunctionAsksForIt() throws Exception {
    var source =
        """
        exports.handler = async () => {
          console.log({ order: 7 });
          console.debug('silent');
          console.error('failed', new TypeError('bad'));
        };
        """;
    var function =
        functions
            .node(source)
            .set("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .set("AWS_LAMBDA_LOG_LEVEL", "INFO")
            .start();
    function.answer("{}");
    assertThat(function.lines()).hasSize(2);
    var info = JSON.readTree(function.lines().get(0));
    assertThat(info.get("level").asText()).isEqualTo("INFO");
    assertThat(info.get("requestId").asText()).isEqualTo("id-1");
    assertThat(info.get("message").get("order").asInt()).isEqualTo(7);
    var error = JSON.readTree(function.lines().get(1));
    assertThat(error.get("errorType").asText()).isEqualTo("TypeError");
    assertThat(error.get("stackTrace").isArray()).isTrue();
  }

  @Test
  void aStreamingHandlersBytesArriveInOrder() {
    var source =
        """
        exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
          stream.setContentType('text/plain');
          for (let i = 0; i < 3; i++) {
            stream.write(`${context.awsRequestId}:${i};`);
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          stream.end();
        });
        """;
    var function = functions.node(source).start();
    for (var id : new String[] {"a", "b"}) {
      var out = new ByteArrayOutputStream();
      var run = (Run.Succeeded) function.run(id, "{}", out);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .isEqualTo("%1$s:0;%1$s:1;%1$s:2;".formatted(id));
      assertThat(run.contentType()).isEqualTo("text/plain");
      assertThat(run.payload().size()).isZero();
    }
    assertThat(function.answer("{}")).isEqualTo("id-1:0;id-1:1;id-1:2;");
  }

  @Test
  void anHttpResponseStreamBeginsWithItsPrelude() {
    var source =
        """
        const { pipeline } = require('node:stream/promises');
        const { Readable } = require('node:stream');
        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
          stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
          await pipeline(Readable.from(['one', 'two']), stream);
        });
        """;
    var out = new ByteArrayOutputStream();
    var run = (Run.Succeeded) functions.node(source).start().run("1", "{}", out);
    assertThat(run.contentType()).isEqualTo("application/vnd.awslambda.http-integration-response");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"statusCode\":201}" + "\0".repeat(8) + "onetwo");
  }

  @Test
  void aStreamThatFailsMidwayIsAnErrorAndTheSandboxGoesOn() {
    var source =
        """
        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
          stream.write('half');
          if (event.fail) throw new RangeError('midway');
          stream.end();
        });
        """;
    var function = functions.node(source).start();
    var out = new ByteArrayOutputStream();
    var run = (Run.Failed) function.run("1", "{\"fail\":true}", out);
    assertThat(run.errorType()).isEqualTo("RangeError");
    assertThat(errorOf(run)).contains("\"errorMessage\":\"midway\"");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("half");
    assertThat(function.answer("{}")).isEqualTo("half");
  }

  @Test
  void aStreamThatIsNeverEndedIsAnError() {
    var source =
        "exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write('x'); });";
    assertThat(errorOf(functions.node(source).run("{}")))
        .contains("Response stream is not finished");
  }

  @Test
  void twentyMebibytesStream() {
    var source =
        """
        const { once } = require('node:events');
        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
          const block = Buffer.alloc(1024 * 1024, 120);
          for (let i = 0; i < 20; i++) {
            if (!stream.write(block)) await once(stream, 'drain');
          }
          stream.end();
        });
        """;
    var out = new ByteArrayOutputStream();
    assertThat(functions.node(source).start().run("1", "{}", out))
        .isInstanceOf(Run.Succeeded.class);
    assertThat(out.size()).isEqualTo(20 * 1024 * 1024);
  }

  @Test
  void stateLivesFromOneInvocationToTheNext() {
    var source = "let n = 0; exports.handler = async () => { console.log(++n); return n; };";
    var function = functions.node(source).start();
    for (int i = 1; i <= 100; i++) {
      assertThat(function.answer("{}")).isEqualTo(Integer.toString(i));
      assertThat(function.lines()).hasSize(i);
      assertThat(function.lines().getLast()).endsWith("INFO\t" + i);
    }
  }

  @Test
  void sixMebibytesPassBothWays() {
    var function = functions.node("exports.handler = async (e) => e;").start();
    var event = "\"" + "ü".repeat(3 * 1024 * 1024 - 1) + "\"";
    assertThat(function.answer(event)).isEqualTo(event);
    assertThat(function.answer("1")).isEqualTo("1");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedAndTheSandboxGoesOn() {
    var function = functions.node("exports.handler = async (n) => 'x'.repeat(n);").start();
    assertThat(((Run.TooLarge) function.run("7000000")).bytes()).isEqualTo(7_000_002);
    assertThat(function.answer("3")).isEqualTo("\"xxx\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index.js | const { LambdaClient } = require('@aws-sdk/client-lambda'); exports.handler ="
            + " async () => LambdaClient.name",
        "index.mjs | import { LambdaClient } from '@aws-sdk/client-lambda'; export const handler ="
            + " async () => LambdaClient.name",
        "index.mjs | const { LambdaClient } = await import('@aws-sdk/client-lambda'); export const"
            + " handler = async () => LambdaClient.name",
      })
  void theAwsSdkIsThereForRequireAndForImport(String file, String source) {
    var function = functions.setup("nodejs24.x", "index.handler").file(file, source);
    assertThat(function.answer("{}")).isEqualTo("\"LambdaClient\"");
  }

  @Test
  void theFunctionsOwnPackagesComeBeforeThoseOfLayersAndOfTheRuntime() throws Exception {
    var own = "node_modules/@aws-sdk/client-lambda/";
    var answer =
        functions
            .setup("nodejs24.x", "index.handler")
            .file(
                "index.mjs",
                """
                import { where } from '@aws-sdk/client-lambda';
                import { word } from 'layered';
                import { createRequire } from 'node:module';
                const other = createRequire(import.meta.url)('layered');
                export const handler = async () => [where, word, other.word];
                """)
            .file(own + "package.json", "{\"type\":\"module\",\"main\":\"index.js\"}")
            .file(own + "index.js", "export const where = 'own';")
            .layer("nodejs/node_modules/layered/index.js", "exports.word = 'layer';")
            .answer("{}");
    JsonNode expected = JSON.readTree("[\"own\",\"layer\",\"layer\"]");
    assertThat(JSON.readTree(answer)).isEqualTo(expected);
  }
}
