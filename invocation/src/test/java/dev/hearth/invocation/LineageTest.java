package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineageTest {
  private static final String F = "arn:aws:lambda:us-east-1:123456789012:function:f";
  private static final String TRACE = "Root=1-67890abc-0123456789abcdef01234567;Parent=0;Sampled=0";

  @Test
  void aFunctionIsCountedEachTimeItIsEntered() {
    var traceId = TRACE;
    for (int i = 0; i < 16; i++) {
      assertThat(Lineage.isLoop(traceId, F)).isFalse();
      traceId = Lineage.entered(traceId, F);
    }
    assertThat(Lineage.isLoop(traceId, F)).isTrue();
    assertThat(Lineage.isLoop(traceId, F + "2")).isFalse();
    assertThat(traceId).startsWith(TRACE + ";Lineage=").endsWith(":16");
    assertThat(Lineage.forgotten(traceId)).isEqualTo(TRACE);
  }

  @Test
  void twoFunctionsThatCallEachOtherAreALoop() {
    var traceId = TRACE;
    for (int i = 0; i < 16; i++) {
      traceId = Lineage.entered(Lineage.entered(traceId, F), F + "2");
    }
    assertThat(Lineage.isLoop(traceId, F)).isTrue();
    assertThat(Lineage.isLoop(traceId, F + "2")).isTrue();
  }

  @Test
  void theHeaderStaysShortWhereManyFunctionsAreEntered() {
    var traceId = TRACE;
    for (int i = 0; i < 1_000; i++) {
      traceId = Lineage.entered(traceId, F + i);
    }
    assertThat(traceId).hasSizeLessThan(512);
  }

  @Test
  void whatNobodyOfUsWroteDoesNoHarm() {
    var forged = "Lineage=x:y|zz|:|12345678:99999|" + "0".repeat(100) + ";Lineage=";
    assertThat(Lineage.isLoop(forged, F)).isFalse();
    assertThat(Lineage.entered(forged, F)).matches("Lineage=[0-9a-f]{8}:1");
    assertThat(Lineage.entered(null, F)).matches("Lineage=[0-9a-f]{8}:1");
  }
}
