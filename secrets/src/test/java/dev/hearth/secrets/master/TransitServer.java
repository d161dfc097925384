package dev.hearth.secrets.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.identity.credentials.Seal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What Vault's transit engine documents, over HTTP: keys that encrypt and decrypt, and tokens that
/// may.
final class TransitServer implements AutoCloseable {
  static final String TOKEN = "hvs.a-token";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Seal> keys = new ConcurrentHashMap<>();
  volatile boolean sealed;

  TransitServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/transit/", this::answer);
    server.start();
  }

  /// Makes a key, or another in its place.
  void key(String name) {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    keys.put(name, Seal.of(bytes));
  }

  Transit client(String key) {
    return client(key, TOKEN);
  }

  Transit client(String key, String token) {
    return new Transit(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        "transit",
        key,
        token,
        null);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var words = exchange.getRequestURI().getPath().split("/", 5);
      var input = JSON.readTree(exchange.getRequestBody());
      var key = keys.get(words[4]);
      if (sealed) {
        say(exchange, 503, errors("Vault is sealed"));
      } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        say(exchange, 403, errors("permission denied"));
      } else if (key == null) {
        say(exchange, 400, errors("encryption key not found"));
      } else if (words[3].equals("encrypt")) {
        var plain = Base64.getDecoder().decode(input.get("plaintext").asText());
        var text = "vault:v1:" + Base64.getEncoder().encodeToString(key.seal("transit", plain));
        say(exchange, 200, data("ciphertext", text));
      } else {
        var plain = decrypt(key, input);
        say(
            exchange,
            plain == null ? 400 : 200,
            plain == null
                ? errors("cipher: message authentication failed")
                : data("plaintext", Base64.getEncoder().encodeToString(plain)));
      }
    }
  }

  private static byte @Nullable [] decrypt(Seal key, JsonNode input) {
    var text = input.get("ciphertext").asText();
    return text.startsWith("vault:v1:")
        ? key.open("transit", Base64.getDecoder().decode(text.substring(9))).orElse(null)
        : null;
  }

  private static String data(String name, String value) {
    return JSON.createObjectNode()
        .put("request_id", "1")
        .set("data", JSON.createObjectNode().put(name, value).put("key_version", 1))
        .toString();
  }

  private static String errors(String message) {
    return JSON.createObjectNode().set("errors", JSON.createArrayNode().add(message)).toString();
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
