package dev.hearth.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.process.TestFunctions.Function;
import dev.hearth.sandbox.process.TestFunctions.Setup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that answer HTTP on `$PORT`, as functions: Python's `http.server` and Node's `http`.
@Timeout(60)
class WebFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Does what the path says, else tells what it got.
  private static final String PYTHON =
      """
      import http.server, json, os, sys, time
      class Handler(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          def log_message(self, *args): pass
          def answer(self, status, body, *headers):
              self.send_response(status)
              for name, value in headers: self.send_header(name, value)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              if self.command != "HEAD": self.wfile.write(body)
          def do_GET(self):
              path = self.path.split("?")[0]
              if path == "/die": os._exit(3)
              if path == "/hang-up": self.close_connection = True; return
              if path == "/cookies":
                  return self.answer(201, b"<p>", ("Content-Type", "text/html"),
                                     ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2"))
              if path == "/binary":
                  return self.answer(200, bytes(range(256)), ("Content-Type", "image/png"))
              if path.startswith("/status/"):
                  return self.answer(int(path[8:]), b"")
              if path == "/bytes":
                  return self.answer(200, b"x" * int(self.path.split("?")[1]),
                                     ("Content-Type", "text/plain"))
              if path == "/headers":
                  return self.answer(200, b"", ("X-Large", "x" * 70_000))
              if path == "/nonsense":
                  self.wfile.write(b"nonsense\\r\\n\\r\\n"); self.close_connection = True; return
              if path == "/until-close":
                  self.wfile.write(b"HTTP/1.0 200 OK\\r\\n\\r\\nall of it")
                  self.close_connection = True; return
              if path == "/early":
                  return self.answer(413, b"too much", ("Content-Type", "text/plain"))
              body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
              said = {"method": self.command, "target": self.path, "size": len(body),
                      "body": body[:100].decode("latin-1"), "headers": dict(self.headers.items())}
              self.answer(200, json.dumps(said).encode(), ("Content-Type", "application/json"))
          do_POST = do_PUT = do_HEAD = do_DELETE = do_GET
      """;

  private static final String SERVE =
      "http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])),"
          + " Handler).serve_forever()\n";

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

  private Setup python(String last) {
    return functions
        .setup("python3.12", "app.py")
        .file("app.py", PYTHON + last)
        .set("AWS_LWA_PORT", "8080");
  }

  private static String url(String method, String path, String more) {
    return """
    {"version":"2.0","rawPath":"%s","rawQueryString":"","requestContext":{"http":{"method":"%s"},"é":1}%s}\
    """
        .formatted(path, method, more);
  }

  private static String get(String path) {
    return url("GET", path, "");
  }

  private static JsonNode json(Function function, String event) throws IOException {
    return JSON.readTree(function.answer(event));
  }

  /// What the program says that it got.
  private static JsonNode got(Function function, String event) throws IOException {
    var answer = json(function, event);
    assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
    return JSON.readTree(answer.path("body").asText());
  }

  @Test
  void anEventOfAFunctionUrlIsTheRequestThatItDescribes() throws Exception {
    var got =
        got(
            python(SERVE).start(),
            """
            {"version":"2.0","rawPath":"/a%20b/c","rawQueryString":"x=1&y=%26","cookies":["s=1","t=2"],
             "headers":{"host":"h.example","x-own":"é\\r\\nx-forged: 1","transfer-encoding":"chunked",
                        "x-amzn-request-context":"forged","x-amz-tenant-id":"forged"},
             "requestContext":{"http":{"method":"PUT"},"authorizer":{"name":"é"}},
             "body":"aGVsbG8=","isBase64Encoded":true}\
            """);
    assertThat(got.path("method").asText()).isEqualTo("PUT");
    assertThat(got.path("target").asText()).isEqualTo("/a%20b/c?x=1&y=%26");
    assertThat(got.path("body").asText()).isEqualTo("hello");
    var headers = got.path("headers");
    assertThat(headers.path("host").asText()).isEqualTo("h.example");
    assertThat(headers.path("cookie").asText()).isEqualTo("s=1; t=2");
    assertThat(headers.has("x-forged")).isFalse();
    assertThat(headers.has("transfer-encoding")).isFalse();
    assertThat(headers.has("x-amz-tenant-id")).isFalse();
    assertThat(JSON.readTree(headers.path("x-amzn-request-context").asText()))
        .isEqualTo(
            JSON.readTree("{\"http\":{\"method\":\"PUT\"},\"authorizer\":{\"name\":\"é\"}}"));
    var context = JSON.readTree(headers.path("x-amzn-lambda-context").asText());
    assertThat(context.path("request_id").asText()).isEqualTo("id-1");
    assertThat(context.path("invoked_function_arn").asText()).isEqualTo(TestFunctions.ARN);
    assertThat(context.at("/env_config/function_name").asText()).isEqualTo("f");
  }

  @Test
  void anEventOfARestApiIsTheRequestThatItDescribesAndGetsItsFormat() throws Exception {
    var function = python(SERVE).start();
    var got =
        got(
            function,
            """
            {"httpMethod":"DELETE","path":"/a b","headers":{"x":"2"},
             "multiValueHeaders":{"x":["1","2"]},"multiValueQueryStringParameters":{"q":["a b","&"]},
             "requestContext":{"stage":"prod"},"body":null}\
            """);
    assertThat(got.path("method").asText()).isEqualTo("DELETE");
    assertThat(got.path("target").asText()).isEqualTo("/a%20b?q=a+b&q=%26");
    var answer =
        json(
            function,
            """
            {"httpMethod":"GET","path":"/cookies","requestContext":{"stage":"prod"}}\
            """);
    assertThat(answer.at("/multiValueHeaders/set-cookie").toString())
        .isEqualTo("[\"a=1; Path=/\",\"b=2\"]");
    assertThat(answer.path("statusCode").asInt()).isEqualTo(201);
  }

  @Test
  void anEventOfALoadBalancerIsTheRequestThatItDescribesAndGetsItsFormat() throws Exception {
    var function = python(SERVE).start();
    var event =
        """
        {"httpMethod":"GET","path":"%s","queryStringParameters":{"q":"a%%20b"},"headers":{"x":"1"},
         "requestContext":{"elb":{"targetGroupArn":"arn"}},"body":"","isBase64Encoded":false}\
        """;
    assertThat(got(function, event.formatted("/p")).path("target").asText())
        .isEqualTo("/p?q=a%20b");
    var answer = json(function, event.formatted("/cookies"));
    assertThat(answer.path("statusDescription").asText()).isEqualTo("201 Created");
    assertThat(answer.at("/headers/content-type").asText()).isEqualTo("text/html");
    assertThat(answer.has("multiValueHeaders")).isFalse();
  }

  @Test
  void cookiesBinariesAndStatusesComeThrough() throws Exception {
    var function = python(SERVE).start();
    var cookies = json(function, get("/cookies"));
    assertThat(cookies.path("cookies").toString()).isEqualTo("[\"a=1; Path=/\",\"b=2\"]");
    assertThat(cookies.path("body").asText()).isEqualTo("<p>");
    assertThat(cookies.path("isBase64Encoded").asBoolean()).isFalse();
    var binary = json(function, get("/binary"));
    assertThat(binary.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(binary.path("body").asText())).hasSize(256);
    assertThat(json(function, get("/status/503")).path("statusCode").asInt()).isEqualTo(503);
    assertThat(json(function, get("/status/204")).path("body").asText()).isEmpty();
    assertThat(json(function, url("HEAD", "/binary", "")).path("statusCode").asInt())
        .isEqualTo(200);
    var untilClose = json(function, get("/until-close"));
    assertThat(Base64.getDecoder().decode(untilClose.path("body").asText()))
        .asString()
        .isEqualTo("all of it");
  }

  @Test
  void anyOtherEventIsPostedAndItsAnswerIsTheBody() throws Exception {
    var function = python(SERVE).start();
    var got = json(function, "{\"Records\":[1]}");
    assertThat(got.path("method").asText()).isEqualTo("POST");
    assertThat(got.path("target").asText()).isEqualTo("/events");
    assertThat(got.path("body").asText()).isEqualTo("{\"Records\":[1]}");
    var elsewhere = python(SERVE).set("AWS_LWA_PASS_THROUGH_PATH", "cookies").start();
    assertThat(elsewhere.answer("[]")).isEqualTo("null");
  }

  @Test
  void statusesAreFailuresWhereTheUserSaysSoOrNobodyElseWouldSeeThem() {
    var told = python(SERVE).set("AWS_LWA_ERROR_STATUS_CODES", "404,500-502").start();
    assertThat(TestFunctions.errorOf(told.run(get("/status/501"))))
        .isEqualTo(
            "{\"errorMessage\":\"The program answered with status"
                + " 501\",\"errorType\":\"Runtime.HttpStatus\"}");
    assertThat(told.run(get("/status/404"))).isInstanceOf(Run.Failed.class);
    assertThat(told.run(get("/status/503"))).isInstanceOf(Run.Succeeded.class);
    var events = python(SERVE).set("AWS_LWA_PASS_THROUGH_PATH", "/status/500").start();
    assertThat(events.run("{}")).isInstanceOf(Run.Failed.class);
    assertThat(events.run(get("/status/500"))).isInstanceOf(Run.Succeeded.class);
  }

  @Test
  void theBasePathIsRemovedOnceAndAnotherHeaderIsTheAuthorization() throws Exception {
    var function =
        python(SERVE)
            .set("AWS_LWA_REMOVE_BASE_PATH", "/api/")
            .set("AWS_LWA_AUTHORIZATION_SOURCE", "X-Auth")
            .start();
    assertThat(got(function, get("/api/api/x")).path("target").asText()).isEqualTo("/api/x");
    assertThat(got(function, get("/apis")).path("target").asText()).isEqualTo("/apis");
    assertThat(got(function, get("/api")).path("target").asText()).isEqualTo("/");
    var headers =
        got(function, url("GET", "/", ",\"headers\":{\"x-auth\":\"mine\",\"authorization\":\"x\"}"))
            .path("headers");
    assertThat(headers.path("authorization").asText()).isEqualTo("mine");
    assertThat(headers.has("x-auth")).isFalse();
  }

  @Test
  void aProgramThatListensLateIsWaitedFor() throws Exception {
    var late =
        """
        class Late(Handler):
            since = time.time() + 0.4
            def do_GET(self):
                if time.time() < self.since: return self.answer(503, b"")
                self.answer(200, b'"ready"', ("Content-Type", "application/json"))
        time.sleep(0.2)
        http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Late).serve_forever()
        """;
    var function = python(late).start();
    assertThat(json(function, get("/")).path("body").asText()).isEqualTo("\"ready\"");
    assertThat(function.sandbox().initDuration()).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void aProgramThatNeverListensFailsToInitialise() {
    var run =
        python("time.sleep(60)")
            .set("AWS_LWA_READINESS_CHECK_TIMEOUT_SECONDS", "0.3")
            .set("AWS_LWA_READINESS_CHECK_PATH", "/health")
            .run(get("/"));
    assertThat(run).isInstanceOf(Run.InitFailed.class);
    assertThat(TestFunctions.errorOf(run))
        .contains("\"errorType\":\"Runtime.HttpNotReady\"")
        .containsPattern(
            "The program did not answer `GET /health` on port [0-9]+ within 0.3 s: Connection"
                + " refused");
  }

  @Test
  void aProgramThatEndsBeforeItListensHasCrashed() {
    assertThat(python("sys.exit(5)").run(get("/")))
        .isInstanceOfSatisfying(
            Run.Crashed.class, crashed -> assertThat(crashed.exit()).isEqualTo("exit status 5"));
  }

  @Test
  void aProgramThatDiesInARequestHasCrashed() {
    assertThat(python(SERVE).run(get("/die")))
        .isInstanceOfSatisfying(
            Run.Crashed.class, crashed -> assertThat(crashed.exit()).isEqualTo("exit status 3"));
  }

  @Test
  void aProgramThatHangsUpOrTalksNonsenseFailsAndServesOn() throws Exception {
    var function = python(SERVE).start();
    assertThat(TestFunctions.errorOf(function.run(get("/hang-up"))))
        .contains("Runtime.HttpError")
        .contains("The program did not answer: the peer hung up");
    assertThat(function.run(get("/nonsense"))).isInstanceOf(Run.Failed.class);
    assertThat(function.run(get("/headers"))).isInstanceOf(Run.Failed.class);
    assertThat(got(function, get("/")).path("method").asText()).isEqualTo("GET");
  }

  @Test
  void largeBodiesComeThroughUpToLambdasLimit() throws Exception {
    var function = python(SERVE).start();
    var body = "x".repeat(5_000_000);
    assertThat(got(function, url("POST", "/", ",\"body\":\"" + body + "\"")).path("size").asInt())
        .isEqualTo(5_000_000);
    var large =
        url("GET", "/bytes", "")
            .replace("\"rawQueryString\":\"\"", "\"rawQueryString\":\"7000000\"");
    assertThat(function.run(large)).isInstanceOf(Run.TooLarge.class);
    assertThat(
            json(function, url("POST", "/early", ",\"body\":\"" + body + "\""))
                .path("body")
                .asText())
        .isEqualTo("too much");
  }

  @Test
  void aValueThatIsNoneIsToldToTheCaller() {
    var run = python(SERVE).set("AWS_LWA_READINESS_CHECK_PROTOCOL", "smtp").run(get("/"));
    assertThat(run)
        .isInstanceOfSatisfying(
            Run.NotStarted.class,
            notStarted ->
                assertThat(notStarted.reason())
                    .isEqualTo("AWS_LWA_READINESS_CHECK_PROTOCOL: smtp (expected: http or tcp)"));
  }

  @Test
  void aHandlerThatIsNoFileCannotBeStarted() {
    var setup = functions.setup("python3.12", "../app.py").set("AWS_LWA_PORT", "8080");
    assertThat(setup.file("x", "").run(get("/")))
        .isInstanceOfSatisfying(
            Run.NotStarted.class,
            notStarted -> assertThat(notStarted.reason()).endsWith("no such file or directory"));
  }

  @Test
  void aNodeServerStreamsToWhoTakesStreams() {
    var function =
        functions
            .setup("nodejs24.x", "run.sh")
            .file(
                "server.js",
                """
                require("http").createServer((request, response) => {
                  response.setHeader("Content-Type", "text/event-stream");
                  response.setHeader("Set-Cookie", ["a=1", "b=2"]);
                  response.write("one,");
                  setTimeout(() => response.end("two"), 50);
                }).listen(process.env.PORT);
                """)
            .executable("run.sh", "#!/bin/sh\nexec node server.js\n")
            .set("AWS_LAMBDA_EXEC_WRAPPER", "/opt/bootstrap")
            .set("AWS_LWA_READINESS_CHECK_PROTOCOL", "tcp")
            .start();
    var stream = new ByteArrayOutputStream();
    var run = function.run("id-1", get("/"), stream);
    assertThat(run).as("log: %s", function.lines()).isInstanceOf(Run.Succeeded.class);
    var text = stream.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("{\"statusCode\":200,").endsWith("\0".repeat(8) + "one,two");
    assertThat(text).contains("\"cookies\":[\"a=1\",\"b=2\"]").contains("text/event-stream");
    assertThat(function.answer(get("/"))).contains("\"body\":\"one,two\"");
  }
}
