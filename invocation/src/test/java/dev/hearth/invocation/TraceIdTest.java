package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TraceIdTest {
  private static final Instant NOW = Instant.ofEpochSecond(0x5759e988);
  private static final String REQUEST = "bd862e3f-e1be-46a9-9427-2793c1e2d3a4";

  @Test
  void aNewTraceIsMadeOfTheTimeAndTheRequest() {
    assertThat(TraceId.of(null, REQUEST, NOW))
        .isEqualTo("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=94272793c1e2d3a4");
  }

  @Test
  void theCallersIsTakenUnlessItCouldBreakAHeader() {
    assertThat(TraceId.of("Root=1-a", REQUEST, NOW)).isEqualTo("Root=1-a");
    assertThat(TraceId.of("Root=1-a\r\nX: y", REQUEST, NOW)).startsWith("Root=1-5759e988");
    assertThat(TraceId.of("x".repeat(513), REQUEST, NOW)).startsWith("Root=1-5759e988");
  }

  @Test
  void theTracingModeDecidesWhereTheCallerDidNot() {
    assertThat(TraceId.sampled("Root=1-a", "Active")).isEqualTo("Root=1-a;Sampled=1");
    assertThat(TraceId.sampled("Root=1-a", "PassThrough")).isEqualTo("Root=1-a;Sampled=0");
    assertThat(TraceId.sampled("Root=1-a;Sampled=0", "Active")).isEqualTo("Root=1-a;Sampled=0");
    assertThat(TraceId.sampled("Root=1-a;Sampled=1", "PassThrough"))
        .isEqualTo("Root=1-a;Sampled=1");
    assertThat(TraceId.sampled(null, "Active")).isNull();
  }
}
