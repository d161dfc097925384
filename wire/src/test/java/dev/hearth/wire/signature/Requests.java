package dev.hearth.wire.signature;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Authentication;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Requests as the front door would hand them in, and the keys that may sign them.
final class Requests {
  /// Those of AWS's published examples.
  static final String KEY = "AKIDEXAMPLE";

  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final String S3_KEY = "AKIAIOSFODNN7EXAMPLE";
  static final String S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  static final String TEMPORARY_KEY = "ASIATEMPORARY";
  static final String TOKEN = "a/session+token==";
  static final String OLD_KEY = "ASIAOLD";

  private static final AccountId ACCOUNT = new AccountId("123456789012");

  private Requests() {}

  static final Authentication KEYS =
      (id, token) -> {
        if (id.equals(OLD_KEY)) {
          throw new ServiceException("ExpiredTokenException", 403, "expired");
        }
        if (id.equals(TEMPORARY_KEY)) {
          return TOKEN.equals(token) ? key(id, SECRET) : Optional.empty();
        }
        return switch (id) {
          case KEY -> key(id, SECRET);
          case S3_KEY -> key(id, S3_SECRET);
          default -> Optional.empty();
        };
      };

  private static Optional<Authentication.Key> key(String id, String secret) {
    var arn = "arn:aws:iam::" + ACCOUNT + ":user/test";
    return Optional.of(
        new Authentication.Key(secret, new Caller(ACCOUNT, arn, "AIDATEST", id, Map.of())));
  }

  static HttpRequest request(String method, String target, HttpHeaders headers, byte[] body) {
    int mark = target.indexOf('?');
    return new HttpRequest(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        headers,
        new ByteArrayInputStream(body),
        body.length,
        "127.0.0.1",
        URI.create("http://" + headers.first("Host", "localhost")));
  }

  static HttpRequest request(String method, String target, HttpHeaders headers, String body) {
    return request(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
