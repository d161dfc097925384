package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionUrl.Cors;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossOriginTest {
  private static final String SITE = "https://www.example.com";

  private static HttpRequest from(String origin) {
    return Samples.request("GET", "/", "", "Origin", origin);
  }

  private static HttpRequest preflight(String origin) {
    return Samples.request(
        "OPTIONS", "/", "", "Origin", origin, "Access-Control-Request-Method", "POST");
  }

  private static HttpHeaders applied(Cors cors, HttpRequest request, String... headers) {
    var response = HttpResponse.of(200, HttpHeaders.of(headers), Payload.EMPTY);
    return CrossOrigin.applied(cors, request, response).headers();
  }

  @Test
  void onlyABrowsersQuestionIsAPreflight() {
    assertThat(CrossOrigin.isPreflight(preflight(SITE))).isTrue();
    assertThat(CrossOrigin.isPreflight(from(SITE))).isFalse();
    assertThat(CrossOrigin.isPreflight(Samples.request("OPTIONS", "/", "", "Origin", SITE)))
        .isFalse();
  }

  @Test
  void aPreflightOfAnAllowedOriginIsToldWhatItMaySend() {
    var response = CrossOrigin.preflight(preflight(SITE), Samples.cors(List.of(SITE), true));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers())
        .isEqualTo(
            HttpHeaders.of(
                "Vary",
                "Origin",
                "Access-Control-Allow-Origin",
                SITE,
                "Access-Control-Allow-Credentials",
                "true",
                "Access-Control-Allow-Methods",
                "GET,POST",
                "Access-Control-Allow-Headers",
                "x-custom,content-type",
                "Access-Control-Max-Age",
                "300"));
  }

  @Test
  void aPreflightOfAnotherOriginIsToldNothing() {
    var response =
        CrossOrigin.preflight(preflight("https://evil.example"), Samples.cors(List.of(SITE), true));
    assertThat(response.headers()).isEqualTo(HttpHeaders.of("Vary", "Origin"));
  }

  @Test
  void anyOriginIsAnsweredWithAnAsteriskUnlessCredentialsCome() {
    assertThat(applied(Samples.cors(List.of("*"), false), from(SITE)))
        .isEqualTo(
            HttpHeaders.of(
                "Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", "x-seen"));
    assertThat(
            applied(Samples.cors(List.of("*"), true), from(SITE))
                .first("Access-Control-Allow-Origin"))
        .contains(SITE);
  }

  @Test
  void theConfigurationTakesThePlaceOfTheFunctionsHeaders() {
    var headers =
        applied(
            Samples.cors(List.of(SITE), null),
            from(SITE),
            "access-control-allow-origin",
            "https://other.example",
            "Access-Control-Allow-Methods",
            "DELETE",
            "X-Kept",
            "yes");
    assertThat(headers.all("Access-Control-Allow-Origin")).containsExactly(SITE);
    assertThat(headers.contains("Access-Control-Allow-Methods")).isFalse();
    assertThat(headers.first("X-Kept")).contains("yes");
  }

  @Test
  void withoutAConfigurationTheFunctionDecides() {
    var response =
        HttpResponse.of(
            200,
            HttpHeaders.of("Access-Control-Allow-Origin", "https://own.example"),
            Payload.EMPTY);
    assertThat(CrossOrigin.applied(null, from(SITE), response)).isEqualTo(response);
  }

  @Test
  void whoeverIsNoBrowserGetsNoSuchHeaders() {
    assertThat(applied(Samples.cors(List.of("*"), true), Samples.request("GET", "/", "")))
        .isEqualTo(HttpHeaders.EMPTY);
  }
}
