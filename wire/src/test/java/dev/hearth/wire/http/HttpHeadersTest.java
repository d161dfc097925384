package dev.hearth.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Header fields that would do harm, or tell too much.
final class HttpHeadersTest {
  @Test
  void headersThatWouldSmuggleOthersAreRefused() {
    assertThatThrownBy(() -> HttpHeaders.of("X-A", "1\r\nSet-Cookie: x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-A");
    assertThatThrownBy(() -> HttpHeaders.of("X\n-A", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headerNamesDisregardCaseAndTheirTextHidesValues() {
    var headers = HttpHeaders.builder().add("X-B", "1").add("x-a", "2").add("x-b", "3").build();
    assertThat(headers.all("X-b")).containsExactly("1", "3");
    assertThat(headers.first("X-A")).contains("2");
    assertThat(headers).isEqualTo(HttpHeaders.of("x-b", "1", "x-b", "3", "X-A", "2"));
    assertThat(headers.toBuilder().set("x-b", "9").build().all("x-b")).containsExactly("9");
    assertThat(headers.asMap().keySet().stream().collect(Collectors.joining(",")))
        .isEqualTo("x-a,X-B");
    assertThat(headers.toString()).doesNotContain("2");
  }
}
