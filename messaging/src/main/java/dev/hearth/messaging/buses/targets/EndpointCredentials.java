package dev.hearth.messaging.buses.targets;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.outbound.OutboundHttp;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.ConnectionHttpParameters;
import software.amazon.awssdk.services.eventbridge.model.ConnectionOAuthHttpMethod;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionAuthRequestParameters;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionOAuthRequestParameters;

/// The header by which a connection proves who calls: a key, a name and password, or a token that
/// an authorization server gives for a client's credentials (RFC 6749, section 4.4).
final class EndpointCredentials {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final int MAX_TOKENS = 3_000;
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final Duration USUAL = Duration.ofMinutes(10);

  private final OutboundHttp http;
  private final InstantSource clock;
  private final Cache<String, Token> tokens = Caffeine.newBuilder().maximumSize(MAX_TOKENS).build();

  EndpointCredentials(OutboundHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  private record Token(String header, Instant until) {
    @Override
    public String toString() {
      return "Token[" + until + "]"; // never the token
    }
  }

  /// @param connection which one, and which version of it
  /// @throws IOException where the authorization server gives no token
  Map<String, String> headers(String connection, CreateConnectionAuthRequestParameters parameters)
      throws IOException {
    if (parameters.apiKeyAuthParameters() != null) {
      var key = parameters.apiKeyAuthParameters();
      return Map.of(key.apiKeyName(), key.apiKeyValue());
    }
    if (parameters.basicAuthParameters() != null) {
      var basic = parameters.basicAuthParameters();
      var text = basic.username() + ":" + basic.password();
      return Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
    var token = tokens.getIfPresent(connection);
    if (token == null || !clock.instant().isBefore(token.until)) {
      token = token(parameters.oAuthParameters());
      tokens.put(connection, token);
    }
    return Map.of("Authorization", token.header);
  }

  /// Forgets a token that an endpoint did not take.
  void forget(String connection) {
    tokens.invalidate(connection);
  }

  private Token token(CreateConnectionOAuthRequestParameters oauth) throws IOException {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", oauth.clientParameters().clientID());
    form.put("client_secret", oauth.clientParameters().clientSecret());
    var headers = new LinkedHashMap<String, String>();
    headers.put("Accept", "application/json");
    var query = new LinkedHashMap<String, String>();
    ConnectionHttpParameters more = oauth.oAuthHttpParameters();
    if (more != null) {
      more.headerParameters().forEach(each -> headers.put(each.key(), each.value()));
      more.queryStringParameters().forEach(each -> query.put(each.key(), each.value()));
      more.bodyParameters().forEach(each -> form.put(each.key(), each.value()));
    }
    var body = Payload.EMPTY;
    if (oauth.httpMethod() == ConnectionOAuthHttpMethod.GET) {
      query.putAll(form);
    } else {
      headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
      body = Payload.of(encode(form));
    }
    var url = withQuery(oauth.authorizationEndpoint(), query);
    var answer =
        http.send(
            new OutboundHttp.Request(oauth.httpMethodAsString(), url, headers, body),
            LARGEST_ANSWER);
    if (answer.status() != 200) {
      throw new ProtocolException("The authorization endpoint answered " + answer.status());
    }
    var tree = JSON.readTree(answer.body().bytes());
    var access = tree == null ? "" : tree.path("access_token").asText();
    if (access.isEmpty()) {
      throw new ProtocolException("The authorization endpoint gave no access_token");
    }
    long seconds = tree == null ? 0 : tree.path("expires_in").asLong(USUAL.toSeconds());
    var life = Duration.ofSeconds(Math.clamp(seconds, 0, 86_400)).minus(SHORTEST);
    return new Token(
        "Bearer " + access, clock.instant().plus(life.isNegative() ? Duration.ZERO : life));
  }

  static URI withQuery(String endpoint, Map<String, String> query) {
    if (query.isEmpty()) {
      return URI.create(endpoint);
    }
    return URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + encode(query));
  }

  private static String encode(Map<String, String> values) {
    var text = new StringBuilder();
    values.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
