package dev.hearth.sandbox.web;

import dev.hearth.kernel.Require;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.rules.RequestConcurrency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a function's program is spoken to that is a web server. Source: AWS Lambda Web Adapter,
/// "Environment Variables".
///
/// @param port it listens on, of its own 127.0.0.1: `AWS_LWA_PORT`, else `PORT`, else 8080
/// @param asyncInit whether a program that needs long to listen has its first event wait for it, in
///   place of the initialisation: `AWS_LWA_ASYNC_INIT`
/// @param basePath what a path loses where it begins with it, without a last slash; may be empty:
///   `AWS_LWA_REMOVE_BASE_PATH`
/// @param passThroughPath where events are posted that are no requests: `AWS_LWA_PASS_THROUGH_PATH`
/// @param streams whether responses are streamed to callers that take streams:
///   `AWS_LWA_INVOKE_MODE`, which need not be set for it
/// @param authorizationSource the header that is passed on as `Authorization`, or null:
///   `AWS_LWA_AUTHORIZATION_SOURCE`
/// @param concurrency requests that it takes at once, 1 to 1000: [RequestConcurrency]
/// @param errors statuses that are the invocation's failure; null where the user has not said:
///   `AWS_LWA_ERROR_STATUS_CODES`
public record WebSettings(
    int port,
    Readiness readiness,
    boolean asyncInit,
    String basePath,
    String passThroughPath,
    boolean streams,
    @Nullable String authorizationSource,
    @Nullable StatusCodes errors,
    int concurrency) {
  /// Its presence says that a function is a web server.
  public static final String PORT = "AWS_LWA_PORT";

  private static final String CONTAINERS_PORT = "PORT";
  private static final String DEFAULT_PORT = "8080";
  private static final String PREFIX = "AWS_LWA_";

  /// The adapter itself, where an image or a layer has brought it for AWS.
  private static final Path ADAPTER = Path.of("extensions", "lambda-adapter");

  private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
  private static final String ADAPTERS_WRAPPER = "/opt/bootstrap";
  private static final StatusCodes HEALTHY = StatusCodes.of(100, 499);
  private static final StatusCodes SERVER_ERRORS = StatusCodes.of(500, 599);

  /// When the program counts as listening.
  ///
  /// @param http whether it must answer a GET of `path`; else a connection will do
  /// @param healthy statuses of such an answer
  /// @param limit how long that may take; null for as long as an initialisation may
  public record Readiness(
      int port, String path, boolean http, StatusCodes healthy, @Nullable Duration limit) {}

  /// Whether the function's program is a web server: it names its port, its image has the adapter,
  /// or its package is made for the adapter's layer and has not got it. A layer that really brings
  /// the adapter is left to do its work.
  public static boolean asked(SandboxSpec spec) {
    if (spec.isModule()) {
      return false; // it has no sockets
    }
    if (spec.layers().stream().anyMatch(layer -> Files.exists(layer.resolve(ADAPTER)))) {
      return false;
    }
    var image = spec.image();
    if (image != null && Files.exists(image.root().resolve("opt").resolve(ADAPTER))) {
      return true;
    }
    return variables(spec).containsKey(PORT) || (image == null && wrappedInVain(spec));
  }

  /// Whether a function of these variables may be one, as far as can be told without its files.
  ///
  /// @param image whether its package is a container image
  public static boolean possible(Map<String, String> variables, boolean image) {
    return image || variables.containsKey(PORT) || ADAPTERS_WRAPPER.equals(variables.get(WRAPPER));
  }

  private static boolean wrappedInVain(SandboxSpec spec) {
    return ADAPTERS_WRAPPER.equals(spec.environment().get(WRAPPER))
        && spec.layers().stream().noneMatch(layer -> Files.exists(layer.resolve("bootstrap")));
  }

  /// What its program is told to listen on, as `PORT`, where its owner does not say.
  public static String port(SandboxSpec spec) {
    var variables = variables(spec);
    return variables.getOrDefault(PORT, variables.getOrDefault(CONTAINERS_PORT, DEFAULT_PORT));
  }

  /// The settings of a function whose program is a web server; nothing for others.
  ///
  /// @throws IllegalArgumentException for a variable whose value is none, in words for its owner
  public static Optional<WebSettings> of(SandboxSpec spec) {
    return asked(spec) ? Optional.of(read(new Variables(variables(spec)), port(spec))) : none();
  }

  private static Optional<WebSettings> none() {
    return Optional.empty();
  }

  private static WebSettings read(Variables variables, String portText) {
    int port = variables.port("PORT", portText);
    var source = variables.get("AUTHORIZATION_SOURCE", "");
    var errors = variables.get("ERROR_STATUS_CODES", "");
    return new WebSettings(
        port,
        readiness(variables, port),
        variables.flag("ASYNC_INIT"),
        basePath(variables.get("REMOVE_BASE_PATH", "")),
        variables.path("PASS_THROUGH_PATH", "/events"),
        variables.oneOf("INVOKE_MODE", "response_stream", "buffered").equals("response_stream"),
        source.isBlank() ? null : source.strip(),
        errors.isBlank() ? null : StatusCodes.parse(PREFIX + "ERROR_STATUS_CODES", errors),
        RequestConcurrency.inside(variables.all));
  }

  private static Readiness readiness(Variables variables, int port) {
    var own = variables.get("READINESS_CHECK_PORT", Integer.toString(port));
    var healthy = variables.get("READINESS_CHECK_HEALTHY_STATUS", "");
    return new Readiness(
        variables.port("READINESS_CHECK_PORT", own),
        variables.path("READINESS_CHECK_PATH", "/"),
        variables.oneOf("READINESS_CHECK_PROTOCOL", "http", "tcp").equals("http"),
        healthy.isBlank()
            ? HEALTHY
            : StatusCodes.parse(PREFIX + "READINESS_CHECK_HEALTHY_STATUS", healthy),
        variables.seconds("READINESS_CHECK_TIMEOUT_SECONDS"));
  }

  private static String basePath(String path) {
    var stripped = path.strip().replaceFirst("/+$", "");
    return stripped.isEmpty() || stripped.startsWith("/") ? stripped : "/" + stripped;
  }

  /// The function's variables, over those of its image.
  private static Map<String, String> variables(SandboxSpec spec) {
    var image = spec.image();
    if (image == null) {
      return spec.environment();
    }
    var all = new HashMap<>(image.environment());
    all.putAll(spec.environment());
    return all;
  }

  /// Whether a response of this status is the invocation's failure. Unless its owner says
  /// otherwise, that of an event that is no request is, from 500 on: nobody else would see it.
  ///
  /// @param request whether the event was one
  public boolean fails(int status, boolean request) {
    var codes = errors;
    if (codes == null) {
      return !request && SERVER_ERRORS.contain(status);
    }
    return codes.contain(status);
  }

  /// The same on another port.
  public WebSettings at(int other) {
    var ready = readiness;
    return new WebSettings(
        other,
        new Readiness(
            ready.port == port ? other : ready.port,
            ready.path,
            ready.http,
            ready.healthy,
            ready.limit),
        asyncInit,
        basePath,
        passThroughPath,
        streams,
        authorizationSource,
        errors,
        concurrency);
  }

  /// The adapter's variables, by their names without the prefix.
  private record Variables(Map<String, String> all) {
    String get(String name, String standard) {
      return all.getOrDefault(PREFIX + name, standard);
    }

    int port(String name, String text) {
      try {
        return (int) Require.between(PREFIX + name, Integer.parseInt(text.strip()), 1, 65_535);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s%s: %s (expected: 1 to 65535)".formatted(PREFIX, name, text), e);
      }
    }

    boolean flag(String name) {
      return oneOf(name, "false", "true").equals("true");
    }

    String oneOf(String name, String standard, String other) {
      var value = get(name, standard).strip();
      if (value.isEmpty() || value.equalsIgnoreCase(standard)) {
        return standard;
      }
      if (value.equalsIgnoreCase(other)) {
        return other;
      }
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s or %s)".formatted(PREFIX, name, value, standard, other));
    }

    String path(String name, String standard) {
      var path = get(name, standard).strip();
      if (path.isEmpty()) {
        return standard;
      }
      return path.startsWith("/") ? path : "/" + path;
    }

    @Nullable Duration seconds(String name) {
      var text = get(name, "0").strip();
      try {
        double seconds = text.isEmpty() ? 0 : Double.parseDouble(text);
        return seconds > 0 ? Duration.ofMillis((long) (Math.min(seconds, 900) * 1000)) : null;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s%s: %s (expected: seconds)".formatted(PREFIX, name, text), e);
      }
    }
  }
}
