package dev.hearth.sandbox.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.telemetry.Subscription.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionRequestTest {
  private static Subscription read(String json) throws InvalidSubscriptionException {
    return SubscriptionRequest.read(json.getBytes(StandardCharsets.UTF_8), false);
  }

  @Test
  void whatIsLeftOutHasLambdasDefaults() throws Exception {
    var subscription =
        read(
            """
            {"schemaVersion": "2022-12-13", "types": ["platform"],
             "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243"}}
            """);

    assertThat(subscription)
        .isEqualTo(
            new Subscription(
                Set.of("platform"),
                10_000,
                262_144,
                Duration.ofSeconds(1),
                new Destination.Http("POST", 4243, "/"),
                false));
  }

  @Test
  void everythingCanBeChosen() throws Exception {
    var subscription =
        read(
            """
            {"types": ["function", "extension"],
             "buffering": {"maxItems": 1000, "maxBytes": 1048576, "timeoutMs": 25},
             "destination": {"protocol": "HTTP", "method": "PUT", "URI": "http://sandbox:80/a?b=c"}}
            """);

    assertThat(subscription.types()).containsExactly("function", "extension");
    assertThat(subscription.maxItems()).isEqualTo(1000);
    assertThat(subscription.maxBytes()).isEqualTo(1_048_576);
    assertThat(subscription.timeout()).isEqualTo(Duration.ofMillis(25));
    assertThat(subscription.destination()).isEqualTo(new Destination.Http("PUT", 80, "/a?b=c"));
  }

  @Test
  void aTcpDestinationIsAPort() throws Exception {
    assertThat(
            read("{\"types\":[\"platform\"],\"destination\":{\"protocol\":\"TCP\",\"port\":5000}}")
                .destination())
        .isEqualTo(new Destination.Tcp(5000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{}",
        "{'types':[],'destination':{'protocol':'TCP','port':1}}",
        "{'types':['all'],'destination':{'protocol':'TCP','port':1}}",
        "{'types':['platform']}",
        "{'types':['platform'],'destination':{'protocol':'UDP','port':1}}",
        "{'types':['platform'],'destination':{'protocol':'TCP','port':9001}}",
        "{'types':['platform'],'destination':{'protocol':'TCP','port':70000}}",
        "{'types':['platform'],'destination':{'protocol':'HTTP','URI':'http://10.0.0.1:80/'}}",
        "{'types':['platform'],'destination':{'protocol':'HTTP','URI':'http://sandbox/'}}",
        "{'types':['platform'],'destination':{'protocol':'HTTP','URI':'https://sandbox:80/'}}",
        "{'types':['platform'],'destination':{'protocol':'HTTP','URI':'http://sandbox:80/ x'}}",
        "{'types':['platform'],'destination':{'protocol':'TCP','port':1},'buffering':{'maxItems':1}}",
        "{'types':['platform'],'destination':{'protocol':'TCP','port':1},'schemaVersion':'2000-01-01'}",
      })
  void whatCannotBeServedIsRefused(String json) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(InvalidSubscriptionException.class);
  }
}
