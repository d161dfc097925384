package dev.hearth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void whatGrowsOnlyWhileWarmingUpIsSteady() {
    var growth = descriptors(10, 300, 600, 600, 600, 600, 600, 600, 600);

    assertThat(growth.start()).isEqualTo(10);
    assertThat(growth.middle()).isEqualTo(600);
    assertThat(growth.grew()).isFalse();
  }

  @Test
  void whatStillGrowsAfterwardsGrew() {
    assertThat(descriptors(10, 20, 30, 40, 50, 60, 70, 80, 90).grew()).isTrue();
  }

  @Test
  void oneHighMomentIsNoGrowth() {
    assertThat(descriptors(10, 10, 10, 10, 10, 10, 10, 10, 900).grew()).isFalse();
  }

  @Test
  void aRunningJvmHasThreadsDescriptorsAndALiveHeap() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(java, "-m", "jdk.httpserver", "-b", "127.0.0.1", "-p", "0").start();
    try {
      assertThat(process.inputReader().readLine()).isNotNull();

      var footprint = Footprint.of(process.toHandle());

      assertThat(footprint.threads()).isPositive();
      assertThat(footprint.descriptors()).isPositive();
      assertThat(footprint.controlGroups()).isZero();
      assertThat(LiveHeap.kibibytes(process.toHandle())).isBetween(500L, 500_000L);
    } finally {
      process.destroy();
    }
  }

  private static Growth descriptors(int... counts) {
    var samples =
        IntStream.of(counts).mapToObj(count -> new Footprint(0, 0, count, 0, 0, 0, 0)).toList();
    return Growth.of("descriptors", "", samples, Footprint::descriptors, 5);
  }
}
