package dev.hearth.sandbox.process;

import static dev.hearth.sandbox.process.TestFunctions.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.JavaCode;
import dev.hearth.sandbox.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our runtime for Java behaves as AWS's does.
@Timeout(60)
class JavaRuntimeTest {
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

  private TestFunctions.Setup method(String method) {
    return functions.java("Function::handle", "public class Function { " + method + " }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "public String handle(String e) { return e + '!'; } | \"wörld\" | \"wörld!\"",
        "public static int handle(int e) { return e + 1; } | 4 | 5",
        "public long handle(Integer e, Context c) { return c.getFunctionName().length(); } | 4 | 1",
        "public void handle(Object e) { } | {} | null",
        "public boolean handle() { return true; } | {} | true",
        "public String handle(Context c) { return c.getFunctionVersion(); } | {} | \"7\"",
        "public List<Integer> handle(List<Integer> e) { e.add(e.get(0) * 2); return e; } | [2] |"
            + " [2,4]",
        "public Object handle(Map<String, Object> e) { return e.get(\"a\"); } | {\"a\":{\"b\":1}} |"
            + " {\"b\":1}",
        "public void handle(InputStream in, OutputStream out) throws IOException {"
            + " in.transferTo(out); } | [1,2] | [1,2]",
        "public void handle(InputStream in, OutputStream out, Context c) throws IOException {"
            + " out.write('7'); } | 1 | 7",
        "public String handle(String a) { return a; } public String handle(String a, Context c) {"
            + " return \"more\"; } | \"x\" | \"more\"",
      })
  void anyPublicMethodMayBeTheHandler(String method, String event, String answer) {
    assertThat(method(method).answer(event)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Function", "Function::handleRequest"})
  void theInterfaceNamesTheTypesThroughAnyNumberOfClasses(String handler) {
    var source =
        """
        abstract class Base<A, B> implements RequestHandler<B, A> { }
        class Order { private String id; private int count;
          public String getId() { return id; } public void setId(String v) { id = v; }
          public int getCount() { return count; } public void setCount(int v) { count = v; } }
        public class Function extends Base<Order, Order> {
          public Order handleRequest(Order order, Context context) {
            order.setCount(order.getCount() + 1);
            return order;
          }
        }
        """;
    assertThat(functions.java(handler, source).answer("{\"id\":\"x\",\"count\":1,\"other\":2}"))
        .isEqualTo("{\"id\":\"x\",\"count\":2}");
  }

  @Test
  void aStreamHandlerReadsAndWritesBytes() {
    var source =
        """
        public class Function implements RequestStreamHandler {
          public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException {
            out.write(in.readAllBytes().length);
          }
        }
        """;
    var run = (Run.Succeeded) functions.java("Function", source).run("[]");
    assertThat(run.payload().text()).isEqualTo("\u0002");
  }

  @Test
  void theContextHasAllItsParts() throws Exception {
    var function =
        method(
                """
                public Object handle(Object e, Context c) {
                  return List.of(c.getAwsRequestId(), c.getFunctionName(), c.getFunctionVersion(),
                      c.getInvokedFunctionArn(), c.getMemoryLimitInMB(), c.getLogGroupName(),
                      c.getLogStreamName(), c.getClientContext().getCustom().get("k"),
                      c.getClientContext().getClient().getAppTitle(),
                      c.getIdentity().getIdentityId(), c.getRemainingTimeInMillis() <= 20000,
                      c.getRemainingTimeInMillis() > 0,
                      System.getProperty("com.amazonaws.xray.traceHeader"));
                }
                """)
            .start();
    var run =
        function
            .sandbox()
            .run(
                new Invocation(
                    "id-9",
                    "arn:alias",
                    Payload.of("{}"),
                    "Root=1",
                    "{\"custom\":{\"k\":\"ü\"},\"client\":{\"app_title\":\"t\"}}",
                    "{\"cognitoIdentityId\":\"i\"}",
                    null));
    assertThat(run).as("%s", function.lines()).isInstanceOf(Run.Succeeded.class);
    assertThat(JSON.readTree(((Run.Succeeded) run).payload().text()))
        .isEqualTo(
            JSON.readTree(
                """
                ["id-9", "f", "7", "arn:alias", 256, "/aws/lambda/f", "2026/01/02/[7]abc", "ü", "t",
                 "i", true, true, "Root=1"]
                """));
  }

  @Test
  void theEnvironmentIsTheFunctionsAndItsChildrensToo() throws Exception {
    var function =
        method(
                """
                public Object handle(Object e) throws Exception {
                  var child = new ProcessBuilder("/bin/sh", "-c", "echo $MINE").start();
                  var said = new String(child.getInputStream().readAllBytes()).trim();
                  return List.of(System.getenv("MINE"), System.getenv().get("MINE"), said,
                      System.getenv("AWS_EXECUTION_ENV"), System.getenv().containsKey("LC_ALL"),
                      TimeZone.getDefault().getID());
                }
                """)
            .set("MINE", "yes")
            .set("TZ", "Europe/Berlin");
    assertThat(function.answer("{}"))
        .isEqualTo("[\"yes\",\"yes\",\"yes\",\"AWS_Lambda_java17\",false,\"Europe/Berlin\"]");
  }

  @Test
  void anErrorIsToldWithItsTraceAndItsCauses() throws Exception {
    var function =
        method(
                """
                public String handle(String e) {
                  throw new IllegalStateException("broken", new IOException("wörn out"));
                }
                """)
            .start();
    var run = (Run.Failed) function.run("\"x\"");
    var error = JSON.readTree(run.payload().text());
    assertThat(run.errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("errorMessage").asText()).isEqualTo("broken");
    assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("stackTrace"))
        .singleElement()
        .asString()
        .contains("Function.handle(Function.java:");
    assertThat(error.get("cause").get("errorMessage").asText()).isEqualTo("wörn out");
    assertThat(error.get("cause").get("errorType").asText()).isEqualTo("java.io.IOException");
    assertThat(function.lines())
        .singleElement()
        .asString()
        .startsWith("broken: java.lang.IllegalStateException")
        .contains("Caused by: java.io.IOException: wörn out");
    assertThat(function.run("\"x\"")).isInstanceOf(Run.Failed.class);
  }

  @Test
  void anEventThatDoesNotFitIsAnErrorOfParsing() throws Exception {
    var error = JSON.readTree(errorOf(method("public int handle(int e) { return 1; }").run("{}")));
    assertThat(error.get("errorMessage").asText())
        .isEqualTo("An error occurred during JSON parsing");
    assertThat(error.get("errorType").asText()).isEqualTo("java.lang.RuntimeException");
    assertThat(error.get("stackTrace")).isEmpty();
    assertThat(error.get("cause").get("errorMessage").asText()).contains("Cannot deserialize");
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAnErrorOfSerialization() throws Exception {
    var self =
        "public Object handle(Object e) { return new Object() { public int getX() {"
            + " throw new IllegalStateException(\"no x\"); } }; }";
    var error = JSON.readTree(errorOf(method(self).run("{}")));
    assertThat(error.get("errorMessage").asText())
        .isEqualTo("An error occurred during JSON serialization of response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No | Class not found: No | java.lang.ClassNotFoundException",
        "Function | Class Function does not implement an appropriate handler interface |"
            + " java.lang.IllegalArgumentException",
        "Function::no | No public method named no with appropriate method signature found on class"
            + " Function | java.lang.IllegalArgumentException",
        "Function::handle | Function has no public zero-argument constructor |"
            + " java.lang.NoSuchMethodException",
        "Function$Broken::handle | from the constructor | java.lang.IllegalStateException",
        "Function$Worse::handle | from the class | java.lang.IllegalStateException",
      })
  void aHandlerThatCannotBeFoundFailsTheInitialisation(String handler, String message, String type)
      throws Exception {
    var source =
        """
        public class Function {
          public Function(int number) { }
          public void handle() { }
          public static class Broken {
            public Broken() { throw new IllegalStateException("from the constructor"); }
            public void handle() { }
          }
          public static class Worse {
            static final int N = fail();
            static int fail() { throw new IllegalStateException("from the class"); }
            public void handle() { }
          }
        }
        """;
    var run = functions.java(handler, source).run("{}");
    assertThat(run).isInstanceOf(Run.InitFailed.class);
    assertThat(run.errorType()).isEqualTo(type);
    assertThat(JSON.readTree(errorOf(run)).get("errorMessage").asText()).isEqualTo(message);
  }

  @Test
  void whatTheFunctionPrintsAndLogsIsInItsLogEventByEvent() {
    var function =
        method(
                """
                public void handle(Object e, Context c) {
                  System.out.print("out ");
                  System.out.println("ünd");
                  System.err.println("err");
                  c.getLogger().log("two\\nlines");
                  c.getLogger().log("hush", LogLevel.DEBUG);
                  LambdaRuntime.getLogger().log("loud", LogLevel.ERROR);
                }
                """)
            .start();
    function.answer("{}");
    assertThat(function.lines())
        .containsExactly("out ünd", "err", "two\nlines", "[DEBUG] hush", "[ERROR] loud");
  }

  @Test
  void logsAsJsonHaveLevels() throws Exception {
    var function =
        method(
                """
                public void handle(Object e, Context c) {
                  c.getLogger().log("hush", LogLevel.DEBUG);
                  c.getLogger().log("lo\\"ud", LogLevel.WARN);
                }
                """)
            .set("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .set("AWS_LAMBDA_LOG_LEVEL", "INFO")
            .start();
    function.answer("{}");
    var line = JSON.readTree(function.lines().getFirst());
    assertThat(function.lines()).hasSize(1);
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("message").asText()).isEqualTo("lo\"ud");
    assertThat(line.get("AWSRequestId").asText()).isEqualTo("id-1");
    assertThat(line.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  }

  @Test
  void classesAndResourcesComeFromThePackageItsLibrariesAndItsLayers() throws IOException {
    var setup =
        functions.java(
            "Function::handle",
            """
            public class Function {
              public Object handle(Object e) throws Exception {
                var text = new String(Function.class.getResourceAsStream("/data.txt").readAllBytes());
                var loader = Thread.currentThread().getContextClassLoader();
                return List.of(text, loader.loadClass("InLib").getSimpleName(),
                    loader.loadClass("InLayer").getSimpleName(), new File("data.txt").exists(),
                    new FileInputStream("data.txt").readAllBytes().length);
              }
            }
            """);
    setup.file("data.txt", "of the package");
    setup.archive("lib/a.jar", archive("InLib"));
    setup.layerArchive("java/lib/b.jar", archive("InLayer"));
    assertThat(setup.answer("{}")).isEqualTo("[\"of the package\",\"InLib\",\"InLayer\",true,14]");
  }

  @Test
  void whatAPackageBringsOfTheRuntimesOwnLibrariesDoesNotReplaceThem() throws Exception {
    var source =
        """
        public class Function {
          public Object handle(Object e, com.amazonaws.services.lambda.runtime.Context c) {
            var name = "com.amazonaws.services.lambda.runtime.Context";
            return name.equals(c.getClass().getInterfaces()[0].getName())
                && com.amazonaws.services.lambda.runtime.Context.class.getClassLoader()
                    != Function.class.getClassLoader();
          }
        }
        """;
    var core = Path.of(Context.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var function = functions.java("Function::handle", source).archive("lib/core.jar", core);
    assertThat(function.answer("{}")).isEqualTo("true");
  }

  private Path archive(String name) throws IOException {
    var classes = Files.createDirectories(folder.resolve("classes-" + name));
    JavaCode.compile(classes, name, "public class " + name + " { }");
    var file = folder.resolve(name + ".jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(name + ".class"));
      jar.write(Files.readAllBytes(classes.resolve(name + ".class")));
    }
    return file;
  }

  @Test
  void hooksRunAroundTheCheckpointThatSnapStartWouldTake() throws Exception {
    var source =
        """
        public class Function implements org.crac.Resource {
          private final List<String> told = new ArrayList<>();
          public Function() { org.crac.Core.getGlobalContext().register(this); }
          public void beforeCheckpoint(org.crac.Context<? extends org.crac.Resource> c) {
            told.add("before");
          }
          public void afterRestore(org.crac.Context<? extends org.crac.Resource> c) {
            told.add("after");
          }
          public Object handle(Object e) { return told; }
        }
        """;
    var crac = Path.of(Core.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (var type : List.of("snap-start", "on-demand")) {
      var function =
          functions
              .java("Function::handle", source)
              .archive("lib/crac.jar", crac)
              .provisioned(type);
      assertThat(function.answer("{}"))
          .isEqualTo(type.equals("snap-start") ? "[\"before\",\"after\"]" : "[]");
    }
  }

  @Test
  void aFunctionThatExitsCrashes() {
    var run = method("public void handle(Object e) { System.exit(9); }").run("{}");
    assertThat(((Run.Crashed) run).exit()).isEqualTo("exit status 9");
  }

  @Test
  void theHeapIsLimitedByTheMemoryAndItsEndIsAnError() {
    var function =
        method("public Object handle(Object e) { return new long[1 << 28].length; }").start();
    assertThat(function.run("{}").errorType()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(function.run("{}")).isInstanceOf(Run.Crashed.class);
  }

  @Test
  void theJvmsOptionsAreTheOwnersToAddTo() {
    var function =
        method("public Object handle(Object e) { return System.getProperty(\"mine\"); }")
            .set("JAVA_TOOL_OPTIONS", "-Dmine=yes");
    assertThat(function.answer("{}")).isEqualTo("\"yes\"");
  }

  @ParameterizedTest
  @CsvSource({"java11", "java17", "java21", "java25", "java8.al2"})
  void everyIdentifierRunsOnTheNearestJdk(String identifier) {
    var function =
        method("public int handle(Object e) { return Runtime.version().feature(); }")
            .runtime(identifier);
    int wanted = Integer.parseInt(identifier.replaceAll("\\.al2|java", ""));
    assertThat(Integer.parseInt(function.answer("{}"))).isGreaterThanOrEqualTo(wanted);
  }
}
