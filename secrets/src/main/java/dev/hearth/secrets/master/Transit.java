package dev.hearth.secrets.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.outbound.OutboundHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A key of Vault's secrets engine "transit", which never leaves Vault: it encrypts and decrypts
/// what is sent there.
///
/// Source: Vault's API documentation, "Transit secrets engine", "Encrypt data" and "Decrypt data".
///
/// @param address of Vault, such as `https://vault.example.org:8200`
/// @param mount where the engine is, such as `transit`
/// @param key the name of its key
/// @param token may encrypt and decrypt with the key
/// @param namespace of Vault's enterprise edition; null for none
public record Transit(
    URI address, String mount, String key, String token, @Nullable String namespace) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_WORDS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Refuses to send the token in the clear beyond this machine.
  ///
  /// @throws IllegalArgumentException for an address, mount or name that is none
  public Transit {
    var host = address.getHost();
    boolean secure = "https".equals(address.getScheme());
    if (host == null || !(secure || ("http".equals(address.getScheme()) && isHere(host)))) {
      throw new IllegalArgumentException(
          "VAULT_ADDR: " + address + " (expected: https://HOST:PORT, or http on this machine)");
    }
    if (!mount.matches("[\\w./-]{1,200}") || !key.matches("[\\w.-]{1,200}")) {
      throw new IllegalArgumentException(
          "vault key: " + mount + "/" + key + " (expected: the engine's mount and a key's name)");
    }
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// Encrypts.
  ///
  /// @return text such as `vault:v1:…`
  /// @throws IllegalStateException where Vault does not answer, or refuses
  public String encrypt(byte[] plain) {
    var text = Base64.getEncoder().encodeToString(plain);
    return word(post("encrypt", Map.of("plaintext", text)), "ciphertext");
  }

  /// Decrypts what [#encrypt] gave.
  ///
  /// @throws IllegalStateException where Vault does not answer, or refuses
  public byte[] decrypt(String encrypted) {
    var text = word(post("decrypt", Map.of("ciphertext", encrypted)), "plaintext");
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalStateException(this + " answers with no base64.");
    }
  }

  private String word(JsonNode answer, String name) {
    var word = answer.path("data").path(name);
    if (!word.isTextual()) {
      throw new IllegalStateException(this + " answers without " + name + ": is it Vault?");
    }
    return word.asText();
  }

  private JsonNode post(String operation, Map<String, String> input) {
    var path = "/v1/" + mount + "/" + operation + "/" + key;
    var headers = new HashMap<>(Map.of("X-Vault-Token", token, "X-Vault-Request", "true"));
    headers.put("Content-Type", "application/json");
    if (namespace != null) {
      headers.put("X-Vault-Namespace", namespace);
    }
    try (var watch =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      var request =
          new OutboundHttp.Request(
              "POST", address.resolve(path), headers, Payload.of(JSON.writeValueAsString(input)));
      var answer = new OutboundHttp(true, PATIENCE, watch).send(request, MOST_BYTES);
      watch.shutdownNow();
      if (answer.status() != 200) {
        throw new IllegalStateException(
            this
                + " refuses to "
                + operation
                + ": "
                + answer.status()
                + reasons(answer.body())
                + ". The token needs the capability update on "
                + path.substring(4)
                + ".");
      }
      return JSON.readTree(answer.body().bytes());
    } catch (IOException e) {
      throw new IllegalStateException(this + " does not answer: " + e.getMessage(), e);
    }
  }

  /// What Vault says, of which nothing is secret.
  private static String reasons(Payload body) {
    try {
      var errors = JSON.readTree(body.bytes()).path("errors").toString();
      return " " + errors.substring(0, Math.min(errors.length(), MOST_WORDS));
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "Vault's key " + mount + "/" + key + " at " + address; // never the token
  }
}
