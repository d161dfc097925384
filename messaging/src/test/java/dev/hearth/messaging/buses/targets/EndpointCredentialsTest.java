package dev.hearth.messaging.buses.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.wire.outbound.OutboundHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.ConnectionOAuthHttpMethod;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionAuthRequestParameters;

class EndpointCredentialsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aTokenIsAskedForOnceAndAgainWhenItWasNotTaken() throws Exception {
    List<String> asked = new ArrayList<>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var answer =
              ("{\"access_token\":\"t" + asked.size() + "\",\"expires_in\":3600}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var watch = Executors.newSingleThreadScheduledExecutor();
    try {
      var credentials =
          new EndpointCredentials(new OutboundHttp(true, Duration.ofSeconds(20), watch), () -> NOW);
      var parameters =
          CreateConnectionAuthRequestParameters.builder()
              .oAuthParameters(
                  o ->
                      o.authorizationEndpoint(
                              "http://localhost:" + server.getAddress().getPort() + "/token")
                          .httpMethod(ConnectionOAuthHttpMethod.POST)
                          .clientParameters(c -> c.clientID("me").clientSecret("a&b")))
              .build();
      assertThat(credentials.headers("c", parameters)).containsEntry("Authorization", "Bearer t1");
      assertThat(credentials.headers("c", parameters)).containsEntry("Authorization", "Bearer t1");
      credentials.forget("c");
      assertThat(credentials.headers("c", parameters)).containsEntry("Authorization", "Bearer t2");
      assertThat(asked.getFirst())
          .isEqualTo("grant_type=client_credentials&client_id=me&client_secret=a%26b");
    } finally {
      server.stop(0);
      watch.shutdownNow();
    }
  }

  @Test
  void keysAndPasswordsAreHeaders() throws Exception {
    var watch = Executors.newSingleThreadScheduledExecutor();
    try {
      var credentials =
          new EndpointCredentials(new OutboundHttp(false, Duration.ofSeconds(1), watch), () -> NOW);
      assertThat(
              credentials.headers(
                  "k",
                  CreateConnectionAuthRequestParameters.builder()
                      .apiKeyAuthParameters(k -> k.apiKeyName("x-key").apiKeyValue("v"))
                      .build()))
          .containsExactlyEntriesOf(java.util.Map.of("x-key", "v"));
      assertThat(
              credentials.headers(
                  "b",
                  CreateConnectionAuthRequestParameters.builder()
                      .basicAuthParameters(b -> b.username("me").password("secret"))
                      .build()))
          .containsEntry("Authorization", "Basic bWU6c2VjcmV0");
    } finally {
      watch.shutdownNow();
    }
  }

  @Test
  void anEndpointIsCalledAtItsRate() {
    var rates = new RateLimits();
    assertThat(rates.take("e", 10, NOW)).isZero();
    assertThat(rates.take("e", 10, NOW)).isEqualTo(Duration.ofMillis(100));
    assertThat(rates.take("e", 10, NOW.plusMillis(100))).isZero();
    assertThat(rates.take("other", 10, NOW)).isZero();
  }
}
