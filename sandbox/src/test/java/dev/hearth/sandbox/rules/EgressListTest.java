package dev.hearth.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressListTest {
  @Test
  void tagsThatSayNothingOfItAreNoList() {
    assertThat(EgressList.of(Map.of("hearth:egresses", "none", "team", "x"))).isNull();
  }

  private static EgressList list(Map<String, String> tags) {
    return Objects.requireNonNull(EgressList.of(tags), "no list");
  }

  @Test
  void allTagsOfTheKindAreOneList() {
    var list =
        list(
            Map.of(
                "hearth:egress", "API.example.com:443", "hearth:egress:db", "10.0.0.0/8 none.x"));
    assertThat(list.entries()).hasSize(3);
    assertThat(list.names("api.example.com")).isTrue();
    assertThat(list(Map.of("hearth:egress", "none")).entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "*.example.com",
        "a..b",
        "-a.example",
        "https://a.example",
        "a:0",
        "a:65536",
        "a:2-1",
        "a:x",
        "a:1:2",
        "10.0.0.1/8",
        "10.0.0",
        "1.2.3.4.5",
        "::1",
        "[::1]:443",
        "none a.example",
        "a,b"
      })
  void whatIsNoListIsRefused(String text) {
    assertThatThrownBy(() -> EgressList.of(Map.of("hearth:egress", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hearth:egress: ")
        .hasMessageContaining("expected:");
  }
}
