package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Web servers as functions: Flask, Express, Node's `http`, a jar, and a container that listens on
/// `$PORT`, called by whatever speaks HTTP.
@ExtendWith(Cloud.Extension.class)
@Timeout(120)
class WebFunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cloud cloud;
  private final PythonFunction function;
  private final HttpClient http = HttpClient.newHttpClient();

  WebFunctionsTest(Cloud cloud) {
    this.cloud = cloud;
    function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
    http.close();
  }

  private LambdaClient lambda() {
    return function.lambda();
  }

  /// Makes the function and gives it a URL that everybody may call.
  ///
  /// @return the path to it that needs no host name
  private String create(CreateFunctionRequest.Builder creation, InvokeMode mode) {
    var name = function.name();
    lambda().createFunction(creation.memorySize(1024).timeout(20).build());
    lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    var url =
        lambda()
            .createFunctionUrlConfig(
                r -> r.functionName(name).authType(FunctionUrlAuthType.NONE).invokeMode(mode))
            .functionUrl();
    lambda()
        .addPermission(
            r ->
                r.functionName(name)
                    .statementId("url")
                    .action("lambda:InvokeFunctionUrl")
                    .principal("*")
                    .functionUrlAuthType(FunctionUrlAuthType.NONE));
    lambda()
        .addPermission(
            r ->
                r.functionName(name)
                    .statementId("invoke")
                    .action("lambda:InvokeFunction")
                    .principal("*")
                    .invokedViaFunctionUrl(true));
    var host = URI.create(url).getHost();
    return "/_hearth/lambda-url/" + host.substring(0, host.indexOf('.'));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(cloud.endpoint().resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void flaskAnswersAsItDoesAnywhere() throws Exception {
    var source =
        """
        import json, os
        from flask import Flask, Response, request
        app = Flask(__name__)
        @app.get("/health")
        def health(): return "up"
        @app.post("/echo/<name>")
        def echo(name):
            context = json.loads(request.headers["x-amzn-request-context"])
            return {"name": name, "q": request.args.getlist("q"), "body": request.json,
                    "cookie": request.cookies.get("c"), "method": context["http"]["method"]}
        @app.get("/cookies")
        def cookies():
            response = Response(bytes(range(256)), 206, mimetype="image/png")
            response.set_cookie("a", "1")
            response.set_cookie("b", "2")
            return response
        @app.post("/events")
        def events(): return {"got": request.json}
        app.run(port=int(os.environ["PORT"]))
        """;
    var path =
        create(
            function
                .creation("pass")
                .handler("app.py")
                .environment(
                    e ->
                        e.variables(
                            Map.of(
                                "AWS_LWA_PORT", "5000",
                                "AWS_LWA_READINESS_CHECK_PATH", "/health",
                                "AWS_LWA_ERROR_STATUS_CODES", "500-599")))
                .code(c -> c.zipFile(flask(source))),
            InvokeMode.BUFFERED);

    var echo =
        send(
            request(path + "/echo/%C3%A9?q=1&q=a%20b")
                .header("Content-Type", "application/json")
                .header("Cookie", "c=d")
                .POST(BodyPublishers.ofString("[1]")));
    assertThat(JSON.readTree(echo.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"name":"é","q":["1","a b"],"body":[1],"cookie":"d","method":"POST"}\
                """));
    var cookies = http.send(request(path + "/cookies").build(), BodyHandlers.ofByteArray());
    assertThat(cookies.statusCode()).isEqualTo(206);
    assertThat(cookies.body()).hasSize(256);
    assertThat(cookies.headers().firstValue("content-type")).contains("image/png");
    assertThat(cookies.headers().allValues("set-cookie"))
        .containsExactly("a=1; Path=/", "b=2; Path=/");
    assertThat(send(request(path + "/none")).statusCode()).isEqualTo(404);

    var invoked =
        lambda()
            .invoke(
                r -> r.functionName(function.name()).payload(SdkBytes.fromUtf8String("{\"k\":1}")));
    assertThat(JSON.readTree(invoked.payload().asUtf8String()))
        .isEqualTo(JSON.readTree("{\"got\":{\"k\":1}}"));
  }

  private static SdkBytes flask(String source) {
    try {
      return SdkBytes.fromByteArray(CodeZip.of("app.py", source, Clients.flask()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aNodeServerStreamsAndDies() throws Exception {
    var source =
        """
        import http from 'node:http';
        http.createServer((request, response) => {
          if (request.url === '/die') process.exit(7);
          response.writeHead(201, {'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2']});
          response.write('one ');
          if (request.url === '/break') setTimeout(() => response.destroy(), 20);
          else if (request.url !== '/hang') response.end('two');
        }).listen(process.env.PORT);
        """;
    var path =
        create(
            function
                .creation("pass")
                .runtime(Runtime.NODEJS22_X)
                .handler("server.mjs")
                .environment(e -> e.variables(Map.of("AWS_LWA_PORT", "8080")))
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("server.mjs", source)))),
            InvokeMode.RESPONSE_STREAM);

    var whole = send(request(path + "/"));
    assertThat(whole.statusCode()).isEqualTo(201);
    assertThat(whole.body()).isEqualTo("one two");
    assertThat(whole.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    var hanging = http.send(request(path + "/hang").build(), BodyHandlers.ofInputStream());
    try (InputStream body = hanging.body()) {
      assertThat(new String(body.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one ");
    }
    assertThatThrownBy(() -> send(request(path + "/break"))).isInstanceOf(IOException.class);
    assertThat(send(request(path + "/die")).statusCode()).isEqualTo(502);
    assertThat(send(request(path + "/")).body()).isEqualTo("one two");
  }

  @Test
  void expressAnswersAsItDoesAnywhere() throws Exception {
    var source =
        """
        import express from 'express';
        const app = express();
        app.use(express.json());
        app.get('/things/:id', (request, response) =>
          response.cookie('seen', request.params.id).json({...request.params, q: request.query.q}));
        app.post('/things', (request, response) => response.status(201).json(request.body));
        app.listen(process.env.PORT);
        """;
    var code = SdkBytes.fromByteArray(CodeZip.of("server.mjs", source, Clients.express()));
    var path =
        create(
            function
                .creation("pass")
                .runtime(Runtime.NODEJS22_X)
                .handler("server.mjs")
                .environment(e -> e.variables(Map.of("AWS_LWA_PORT", "8080")))
                .code(c -> c.zipFile(code)),
            InvokeMode.BUFFERED);

    var got = send(request(path + "/things/a%2Fb?q=1"));
    assertThat(got.body()).isEqualTo("{\"id\":\"a/b\",\"q\":\"1\"}");
    assertThat(got.headers().firstValue("set-cookie")).contains("seen=a%2Fb; Path=/");
    var made =
        send(
            request(path + "/things")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"a\":[1]}")));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).isEqualTo("{\"a\":[1]}");
    assertThat(send(request(path + "/none")).statusCode()).isEqualTo(404);
  }

  @Test
  void aJarWithAServerIsAFunction() throws Exception {
    var classes =
        JavaPackage.classes(
            "Service",
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            public class Service {
              public static void main(String[] args) throws Exception {
                int port = Integer.parseInt(System.getenv("PORT"));
                HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
                server.createContext("/", exchange -> {
                  byte[] answer = (exchange.getRequestMethod() + " " + exchange.getRequestURI())
                      .getBytes("UTF-8");
                  exchange.sendResponseHeaders(200, answer.length);
                  exchange.getResponseBody().write(answer);
                  exchange.close();
                });
                server.start();
              }
            }
            """);
    var jar = JavaPackage.jar("Service", classes);
    var code = SdkBytes.fromByteArray(CodeZip.of("service.jar", jar));
    var path =
        create(
            function
                .creation("pass")
                .runtime(Runtime.JAVA21)
                .handler("service.jar")
                .environment(e -> e.variables(Map.of("AWS_LWA_PORT", "8080")))
                .code(c -> c.zipFile(code)),
            InvokeMode.BUFFERED);

    assertThat(send(request(path + "/a?b=c").DELETE()).body()).isEqualTo("DELETE /a?b=c");
  }

  @Test
  void aContainerThatListensOnItsPortIsAFunction() throws Exception {
    var python = Path.of("/usr/bin/python3").toRealPath().toString();
    var layout = cloud.images().resolve(function.name());
    PythonImage.at(layout)
        .layer(
            layer ->
                layer.text(
                    "app/serve.py",
                    """
                    import http.server, os
                    class Handler(http.server.BaseHTTPRequestHandler):
                        def do_GET(self):
                            self.send_response(200)
                            self.send_header("Content-Type", "text/plain")
                            self.end_headers()
                            self.wfile.write(("port " + os.environ["PORT"]).encode())
                    http.server.HTTPServer(("", int(os.environ["PORT"])), Handler).serve_forever()
                    """))
        .config("Entrypoint", List.of(python, "/app/serve.py"))
        .config("Cmd", List.of())
        .tag("v1");
    var path =
        create(
            function
                .creation("pass")
                .runtime((String) null)
                .handler(null)
                .packageType(PackageType.IMAGE)
                .environment(e -> e.variables(Map.of("AWS_LWA_PORT", "8080")))
                .code(c -> c.imageUri("oci:" + layout + ":v1")),
            InvokeMode.BUFFERED);
    var answer = send(request(path + "/"));
    assertThat(answer.body()).isEqualTo("port 8080");
    assertThat(answer.headers().firstValue("content-type")).contains("text/plain");
  }
}
