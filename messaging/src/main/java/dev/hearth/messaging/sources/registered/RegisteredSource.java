package dev.hearth.messaging.sources.registered;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A broker or store that users may name.
///
/// @param name what it is called in ARNs
/// @param url `scheme://user:password@host:port/path?account=123456789012`; where it names an
///   account, no other may read it. User, password and path are percent-encoded. Of PostgreSQL it
///   may name a `publication`
public record RegisteredSource(String name, URI url) {
  /// What mappings can be made of.
  private static final Set<String> SCHEMES =
      Set.of(
          "amqp",
          "amqps",
          "mqtt",
          "mqtts",
          "nats",
          "natss",
          "postgres",
          "postgress",
          "redis",
          "rediss");

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,49}";

  /// Rejects what is no such thing, without telling what may be secret.
  public RegisteredSource {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("source name: " + name + " (expected: " + NAME + ")");
    }
    if (url.getHost() == null || url.getScheme() == null || !SCHEMES.contains(url.getScheme())) {
      throw new IllegalArgumentException(
          "source "
              + name
              + ": not a URL (expected: scheme://user:password@host:port/path, with one of the"
              + " schemes "
              + SCHEMES.stream().sorted().toList()
              + ")");
    }
  }

  public String scheme() {
    return url.getScheme();
  }

  /// Whether TLS is spoken.
  public boolean secure() {
    return scheme().equals(kind() + "s");
  }

  /// The scheme without the `s` for TLS.
  public String kind() {
    var shorter = scheme().substring(0, scheme().length() - 1);
    return SCHEMES.contains(shorter) ? shorter : scheme();
  }

  public String host() {
    return url.getHost();
  }

  /// @param usual where the URL names none
  public int port(int usual) {
    return url.getPort() < 0 ? usual : url.getPort();
  }

  /// Null where there is none.
  public @Nullable String user() {
    var info = url.getRawUserInfo();
    return info == null ? null : decoded(info.split(":", 2)[0]);
  }

  /// Null where there is none.
  public @Nullable String password() {
    var info = url.getRawUserInfo();
    return info == null || !info.contains(":") ? null : decoded(info.split(":", 2)[1]);
  }

  /// What follows the first slash; empty where there is nothing.
  public String path() {
    var path = url.getRawPath();
    return path == null || path.length() < 2 ? "" : decoded(path.substring(1));
  }

  /// Whether an account may read it.
  boolean isFor(String account) {
    return parameters("account").allMatch(account::equals);
  }

  /// What the URL says of itself behind its `?`; null where it does not, of several the first.
  public @Nullable String parameter(String parameter) {
    return parameters(parameter).findFirst().orElse(null);
  }

  private Stream<String> parameters(String parameter) {
    var query = url.getQuery();
    var start = parameter + "=";
    return query == null
        ? Stream.of()
        : Arrays.stream(query.split("&", -1))
            .filter(each -> each.startsWith(start))
            .map(each -> each.substring(start.length()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RegisteredSource[" + name + "]"; // the rest may hold secrets
  }
}
