package dev.hearth.sandbox.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.sandbox.telemetry.Subscription.Destination;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the body of a subscription. Source: AWS Lambda Developer Guide, "Lambda Telemetry API
/// reference", "Subscribe".
public final class SubscriptionRequest {
  private static final List<String> TYPES = List.of("platform", "function", "extension");
  private static final Set<String> TELEMETRY_SCHEMAS =
      Set.of("2022-07-01", "2022-12-13", "2025-01-29");
  private static final Set<String> LOGS_SCHEMAS = Set.of("2020-08-15", "2021-03-18");
  private static final Set<String> HOSTS = Set.of("sandbox.localdomain", "sandbox");
  private static final int RUNTIME_API_PORT = 9001;
  private static final int MAX_PATH = 1024;

  private SubscriptionRequest() {}

  /// @param logsApi whether it came through the Logs API
  public static Subscription read(byte[] body, boolean logsApi)
      throws InvalidSubscriptionException {
    JsonNode json;
    try {
      json = EventJson.JSON.readTree(body);
    } catch (IOException e) {
      throw new InvalidSubscriptionException("the body is not JSON");
    }
    schema(json, logsApi);
    var buffering = json.path("buffering");
    return new Subscription(
        types(json.path("types")),
        between(buffering, "maxItems", 1000, 10_000, 10_000),
        between(buffering, "maxBytes", 262_144, 1_048_576, 262_144),
        Duration.ofMillis(between(buffering, "timeoutMs", 25, 30_000, 1000)),
        destination(json.path("destination")),
        logsApi);
  }

  private static void schema(JsonNode json, boolean logsApi) throws InvalidSubscriptionException {
    var known = logsApi ? LOGS_SCHEMAS : TELEMETRY_SCHEMAS;
    var version = json.path("schemaVersion");
    if (!version.isMissingNode() && !known.contains(version.asText())) {
      throw new InvalidSubscriptionException(
          "schemaVersion: %s (expected one of %s)".formatted(version.asText(), known));
    }
  }

  private static Set<String> types(JsonNode types) throws InvalidSubscriptionException {
    var all = new LinkedHashSet<String>();
    for (var type : types) {
      if (!TYPES.contains(type.asText())) {
        throw new InvalidSubscriptionException(
            "types: %s (expected: %s)".formatted(type.asText(), TYPES));
      }
      all.add(type.asText());
    }
    if (all.isEmpty()) {
      throw new InvalidSubscriptionException(
          "types: empty (expected one or more of " + TYPES + ")");
    }
    return all;
  }

  private static int between(JsonNode buffering, String name, int least, int most, int otherwise)
      throws InvalidSubscriptionException {
    var value = buffering.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
      throw new InvalidSubscriptionException(
          "buffering.%s: %s (expected: %d to %d)".formatted(name, value, least, most));
    }
    return value.asInt();
  }

  private static Destination destination(JsonNode json) throws InvalidSubscriptionException {
    return switch (json.path("protocol").asText().toUpperCase(Locale.ROOT)) {
      case "HTTP" -> http(json);
      case "TCP" -> new Destination.Tcp(port(json.path("port").asInt(-1)));
      default ->
          throw new InvalidSubscriptionException(
              "destination.protocol: %s (expected: HTTP or TCP)"
                  .formatted(json.path("protocol").asText()));
    };
  }

  private static Destination http(JsonNode json) throws InvalidSubscriptionException {
    var text = json.path("URI").asText(json.path("uri").asText());
    var method = json.path("method").asText("POST").toUpperCase(Locale.ROOT);
    try {
      var uri = URI.create(text);
      if (!"http".equals(uri.getScheme()) || !HOSTS.contains(String.valueOf(uri.getHost()))) {
        throw new InvalidSubscriptionException(
            "destination.URI: %s (expected: http://sandbox.localdomain:PORT/PATH)".formatted(text));
      }
      if (!method.equals("POST") && !method.equals("PUT")) {
        throw new InvalidSubscriptionException(
            "destination.method: %s (expected: POST or PUT)".formatted(method));
      }
      var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      if (path.length() + query.length() > MAX_PATH) {
        throw new InvalidSubscriptionException("destination.URI: too long");
      }
      return new Destination.Http(method, port(uri.getPort()), path + query);
    } catch (IllegalArgumentException e) {
      throw new InvalidSubscriptionException("destination.URI: " + text);
    }
  }

  private static int port(int port) throws InvalidSubscriptionException {
    if (port < 1 || port > 65_535 || port == RUNTIME_API_PORT) {
      throw new InvalidSubscriptionException(
          "destination port: %d (expected: 1 to 65535, but %d)".formatted(port, RUNTIME_API_PORT));
    }
    return port;
  }
}
