package dev.hearth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void aPercentileIsASampleThatThatManyAreNotAbove() {
    var samples = new Samples(LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray());

    assertThat(samples.median()).isEqualTo(100);
    assertThat(samples.percentile(90)).isEqualTo(180);
    assertThat(samples.percentile(99)).isEqualTo(198);
    assertThat(samples.percentile(100)).isEqualTo(200);
    assertThat(samples.max()).isEqualTo(200);
    assertThat(samples.percentile(0.1)).isEqualTo(1);
  }

  @Test
  void aTailOfOneSampleIsNotSmoothedAway() {
    assertThat(new Samples(new long[] {1, 1, 1, 900}).percentile(99)).isEqualTo(900);
  }

  @Test
  void noSamplesAreRefused() {
    assertThatThrownBy(() -> new Samples(new long[0]))
        .hasMessage("samples: 0 (expected: at least 1)");
  }
}
