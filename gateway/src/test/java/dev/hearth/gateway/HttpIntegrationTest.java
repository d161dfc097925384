package dev.hearth.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIntegrationTest {
  private static final String NULS = "\0".repeat(8);

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void thePreludeEndsWithEightNulsAndTheBodyBeginsThere() throws IOException {
    var stream =
        stream(
            "{\"statusCode\":418,\"headers\":{\"X-A\":\"b\"},\"cookies\":[\"c=d\"]}"
                + NULS
                + "\0body");
    var head = Objects.requireNonNull(HttpIntegration.readPrelude(stream));

    assertThat(head.status()).isEqualTo(418);
    assertThat(head.headers().first("x-a")).contains("b");
    assertThat(head.headers().all("set-cookie")).containsExactly("c=d");
    assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("\0body");
  }

  @Test
  void anEmptyPreludeMeansAnOrdinaryAnswer() throws IOException {
    var head = Objects.requireNonNull(HttpIntegration.readPrelude(stream("{}" + NULS)));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers().first("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{}\0\0\0", "{}\0\0x\0\0\0\0\0\0", "[]", "nonsense", "7"})
  void whatIsNoPreludeIsRefused(String start) throws IOException {
    var text = start.contains("\0") ? start : start.equals("{}") ? start : start + NULS;
    assertThat(HttpIntegration.readPrelude(stream(text))).isNull();
  }

  @Test
  void aPreludeWithoutEndIsNotKept() throws IOException {
    assertThat(HttpIntegration.readPrelude(stream(" ".repeat(100_000)))).isNull();
  }
}
